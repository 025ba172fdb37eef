// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is put together, what it remembers, and which events it takes. What actions do: main_window_actions.cpp.
#include "ui/window/main_window.h"

#include "ui/look/accessible.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/look/window_style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QCheckBox>
#include <QCloseEvent>
#include <QFontInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QScreen>
#include <QVBoxLayout>

#include <limits>

namespace gridscope::ui {
namespace {

constexpr int narrowWidth = 1100; // at 100 % text; below it settings and panels take turns
constexpr int lowHeight = 790;    // at 100 % text; below it three rows of panels do not fit
constexpr int denseHeight = 520;
constexpr int statusMilliseconds = 500;

// The toolkit's own buttons, parts of larger widgets, have no names.
void nameToolkitButton(QAbstractButton& button)
{
    if (button.inherits("QTableCornerButton")) { button.setAccessibleName(MainWindow::tr("Select all")); }
    if (button.inherits("QLineEditIconButton")) { button.setAccessibleName(MainWindow::tr("Clear the text")); }
    if (button.objectName() == QLatin1String("qt_menubar_ext_button")) {
        button.setAccessibleName(MainWindow::tr("More menus"));
    }
}

} // namespace

MainWindow::MainWindow(run::Engine engine, LaunchOptions options, QWidget* parent)
    : QMainWindow(parent), options_(std::move(options)), session_(std::move(engine), options_.recordings),
      playback_(session_), menu_(new MainMenu(menuBar())), transport_(new Transport(session_, playback_, this)),
      headline_(new Headline(this)), messages_(new MessageBar(this)),
      document_(new RunDocument(session_, playback_, *messages_, this, options_.remembers)),
      comparison_(new Comparison(session_, *messages_, this)), timeline_(new Timeline(session_, playback_, this)),
      form_(new SettingsForm(this)), workspace_(new Workspace(form_, this)),
      takeAway_(new TakeAway(session_, playback_, view_, *workspace_, *messages_, options_.program, this)),
      figureDrop_(new FigureDrop(session_, playback_, *document_, *messages_, this, options_.remembers)),
      settingHistory_(new SettingHistory(*form_, session_, playback_, *messages_, this)),
      slowMotion_(new SlowMotion(*workspace_, session_, playback_, *messages_, this)), status_(new ElidedLabel(this)),
      settingsButton_(new QToolButton(this)), scroll_(new QScrollArea(this)), hint_(new HintBubble(this)),
      baseFont_(QApplication::font()), shownStep_(std::numeric_limits<std::int64_t>::min())
{
    setWindowTitle(tr("Gridscope"));
    installAccessibility();
    build();
    menu_->addDocument(document_->fileActions(), document_->runActions());
    menu_->addTakeAway(takeAway_->fileActions(), settingHistory_->actions() + takeAway_->editActions());
    connectSession();
    connectControls();
    connectMenu();
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &MainWindow::dress);
    transport_->setPace(options_.pace);
    form_->showRunning(options_.config);
    messages_->keepRoomFor(expectedStories());
    messages_->tell(tr("Loading the training engine..."), true);
    resize(firstSize());
    readSettings();
    dress();
    refreshState();
}

MainWindow::~MainWindow() { QApplication::setFont(baseFont_); }

void MainWindow::build()
{
    auto* page = new QWidget(this);
    page->setObjectName(QStringLiteral("page"));
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    transport_->addRow(headline_);
    column->addWidget(transport_);
    column->addWidget(messages_);
    column->addSpacing(4);
    scroll_->setWidget(workspace_); // large text in a small window scrolls instead of growing it
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->setMinimumSize(0, 0);
    scroll_->setObjectName(QStringLiteral("workspaceScroll"));
    column->addWidget(scroll_, 1);
    column->addWidget(timeline_);
    auto* statusRow = new QHBoxLayout;
    statusRow->setContentsMargins(12, 2, 12, 3);
    status_->setObjectName(QStringLiteral("status"));
    statusRow->addWidget(status_, 1);
    column->addLayout(statusRow);
    setCentralWidget(page);

    settingsButton_->setObjectName(QStringLiteral("settingsToggle"));
    settingsButton_->setText(tr("Settings"));
    settingsButton_->setAccessibleName(tr("Settings"));
    settingsButton_->setToolTip(tr("Show or fold the settings (F4)"));
    settingsButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    settingsButton_->setAutoRaise(true);
    settingsButton_->setCheckable(true);
    settingsButton_->setChecked(true);
    menuBar()->setCornerWidget(settingsButton_);
    menuBar()->installEventFilter(this);
    for (QAbstractItemView* list : workspace_->findChildren<QAbstractItemView*>()) { list->installEventFilter(this); }
    for (auto* button : findChildren<QAbstractButton*>()) { nameToolkitButton(*button); }
    setAcceptDrops(true);
    setFocusPolicy(Qt::ClickFocus);
    setFocus(); // Space plays at once; Tab begins with the transport
}

void MainWindow::connectSession()
{
    connect(&session_, &RunSession::started, this, [this] {
        form_->showRunning(session_.config());
        if (messages_->hasError()) { messages_->dismiss(); }
        messages_->withdrawOffer();
    });
    connect(&session_, &RunSession::changed, this, &MainWindow::refresh);
    connect(&session_, &RunSession::stateChanged, this, &MainWindow::refreshState);
    connect(&session_, &RunSession::ended, this, &MainWindow::showEnd);
    connect(&playback_, &Playback::moved, this, &MainWindow::showStep);
    connect(&statusTimer_, &QTimer::timeout, this, &MainWindow::refreshStatus);
    connect(&statusTimer_, &QTimer::timeout, document_, &RunDocument::refresh);
    statusTimer_.start(statusMilliseconds);
}

void MainWindow::connectControls()
{
    document_->setForkChanges([this] { return liveEdits(); });
    connect(document_, &RunDocument::openAsked, this, &MainWindow::openFile);
    connect(document_, &RunDocument::openFailed, this, [this] {
        if (!session_.hasBegun()) {
            begin(options_.config, RunSession::Begin::Paused);
        } // the file was to be the first run
    });
    connect(timeline_, &Timeline::bookmarkAsked, document_, &RunDocument::askBookmark);
    connect(transport_, &Transport::resetAsked, this, &MainWindow::reset);
    connect(transport_, &Transport::endReached, this, [this] {
        messages_->showNote(
            tr("This run is at its end. Reset (Shift+F5) starts it again, with the settings of the form."));
    });
    connect(form_, &SettingsForm::applyAsked, this, &MainWindow::reset);
    connect(form_, &SettingsForm::liveEdited, this, &MainWindow::changeLive);
    connect(figureDrop_, &FigureDrop::viewWanted, this, &MainWindow::showView);
    connect(workspace_, &Workspace::refreshed, this, &MainWindow::tellShown);
    connect(workspace_, &Workspace::sideAsked, this, [this] { showSettings(true); });
    connect(workspace_, &Workspace::layerChosen, this, &MainWindow::chooseLayer);
    connect(settingsButton_, &QToolButton::clicked, this, &MainWindow::showSettings);
}

void MainWindow::connectMenu()
{
    connect(menu_, &MainMenu::quitAsked, this, &QWidget::close);
    connect(menu_, &MainMenu::playAsked, transport_, &Transport::togglePlay);
    connect(menu_, &MainMenu::stepAsked, transport_, &Transport::stepOnce);
    connect(menu_, &MainMenu::resetAsked, this, &MainWindow::reset);
    connect(menu_, &MainMenu::newSeedAsked, this, &MainWindow::newSeed);
    connect(menu_, &MainMenu::presetAsked, this, &MainWindow::startPreset);
    connect(menu_, &MainMenu::fasterAsked, transport_, &Transport::faster);
    connect(menu_, &MainMenu::slowerAsked, transport_, &Transport::slower);
    connect(menu_, &MainMenu::themeAsked, &ThemeSource::instance(), &ThemeSource::choose);
    connect(menu_, &MainMenu::languageAsked, this, [this](Language language) {
        if (options_.remembers) { rememberLanguage(language); }
        messages_->showNote(changeNote(language));
    });
    connect(menu_, &MainMenu::textSizeAsked, this, &MainWindow::changeTextSize);
    connect(menu_, &MainMenu::maximiseAsked, workspace_, &Workspace::maximiseFocused);
    connect(menu_, &MainMenu::findLayerAsked, workspace_, &Workspace::findLayer);
    connect(menu_, &MainMenu::microscopeAsked, workspace_, &Workspace::showMicroscope);
    connect(menu_, &MainMenu::slowMotionAsked, slowMotion_, &SlowMotion::toggle);
    connect(menu_, &MainMenu::projectorAsked, this, &MainWindow::setProjected);
    connect(menu_, &MainMenu::fullScreenAsked, this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    connect(menu_, &MainMenu::settingsAsked, this, &MainWindow::showSettings);
    connect(menu_, &MainMenu::resetLayoutAsked, this, &MainWindow::resetLayout);
    connect(menu_, &MainMenu::summaryAsked, this, &MainWindow::readOutSummary);
    connect(menu_, &MainMenu::runsAsked, this, &MainWindow::showRuns);
    connect(menu_, &MainMenu::overlayAsked, this, &MainWindow::askOverlay);
    connect(menu_, &MainMenu::twinAsked, this, &MainWindow::askTwin);
    connect(menu_, &MainMenu::takeAwayAsked, comparison_, &Comparison::takeAway);
    connect(comparison_, &Comparison::changed, this, &MainWindow::showOverlay);
    connect(menu_, &MainMenu::layersAsked, this, &MainWindow::showLayers);
    connect(menu_, &MainMenu::dataAsked, this, &MainWindow::showData);
    connect(&comparison_->twin(), &Twin::changed, this, &MainWindow::refresh);
    connect(menu_, &MainMenu::experimentAsked, this, &MainWindow::showExperiment);
    connect(menu_, &MainMenu::keysAsked, this, &MainWindow::showKeys);
    connect(menu_, &MainMenu::aboutAsked, this, &MainWindow::showAbout);
    connect(menu_, &MainMenu::reducedMotionAsked, this, [this](bool isReduced) {
        if (options_.remembers) { rememberReducedMotion(isReduced); }
    });
}

// As large as its content likes, as far as the screen has room for it and the frame around it.
QSize MainWindow::firstSize() const
{
    constexpr QSize roomForFrame(16,
                                 48); // how wide a frame really is the window system says only when the window stands
    const QSize room = screen()->availableSize();
    const bool isRoomy = room.width() >= 1600 && room.height() >= 1000;
    return (isRoomy ? QSize(1440, 900) : QSize(1280, 800)).boundedTo(room - roomForFrame);
}

void MainWindow::readSettings()
{
    if (!options_.remembers) { return; }
    QSettings settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    workspace_->restoreState(settings.value("window/panels").toByteArray());
    textPercent_ = qBound(100, settings.value("view/textPercent", 100).toInt(), 250);
    const int choice = qBound(0, settings.value("view/theme", 0).toInt(), 3);
    ThemeSource::instance().choose(static_cast<ThemeSource::Choice>(choice));
    menu_->showReducedMotion(wantsReducedMotion());
    menu_->showLanguage(rememberedLanguage());
    setProjected(settings.value("view/projector", false).toBool());
}

void MainWindow::writeSettings()
{
    if (!options_.remembers) { return; }
    workspace_->restore();
    QSettings settings;
    settings.setValue("view/projector", isProjected_);
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/panels", workspace_->saveState());
    settings.setValue("view/textPercent", textPercent_);
    settings.setValue("view/theme", int(ThemeSource::instance().choice()));
}

void MainWindow::dress()
{
    QFont font = baseFont_;
    const qreal points = baseFont_.pointSizeF() > 0 ? baseFont_.pointSizeF() : QFontInfo(baseFont_).pointSizeF();
    font.setPointSizeF(points * shownPercent() / 100);
    QApplication::setFont(font);
    setStyleSheet(styleSheetFor(theme(), font));
    settingsButton_->setIcon(icon(Icon::Settings, theme().text));
    const int side = QFontMetrics(font).height();
    for (QToolButton* button : findChildren<QToolButton*>()) { button->setIconSize(QSize(side, side)); }
    menu_->showTheme(ThemeSource::instance().choice());
    outlineInputs();
    menuBar()->setCornerWidget(settingsButton_); // takes its new size
    workspace_->setTextPercent(shownPercent());
    fitRoom();
}

// The style draws outlines a shade darker than "Window": invisible on a dark surface.
void MainWindow::outlineInputs()
{
    QPalette outlined;
    if (theme().dark) { outlined.setColor(QPalette::Window, theme().axis); }
    for (QWidget* widget : findChildren<QWidget*>()) {
        const bool isInput =
            qobject_cast<QAbstractSpinBox*>(widget) != nullptr || qobject_cast<QLineEdit*>(widget) != nullptr
            || qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QCheckBox*>(widget) != nullptr;
        if (isInput) { widget->setPalette(outlined); }
    }
}

void MainWindow::setTextPercent(int percent)
{
    textPercent_ = qBound(100, percent, 250);
    dress();
}

int MainWindow::shownPercent() const
{
    if (!isProjected_) { return textPercent_; }
    const int pixels = QFontInfo(baseFont_).pixelSize();
    return std::max(textPercent_, (leastProjectedText * 100 + pixels - 1) / pixels);
}

bool MainWindow::takeKey(const QKeyEvent& event)
{
    if ((event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier | Qt::GroupSwitchModifier)) != 0) {
        return false;
    }
    const int key = event.key();
    if (key >= Qt::Key_1 && key <= Qt::Key_9) {
        chooseLayer(std::size_t(key - Qt::Key_1));
        return true;
    }
    switch (key) {
    case Qt::Key_F5: // comes here while the menu's Play is grey
    case Qt::Key_Space: transport_->togglePlay(); return true;
    case Qt::Key_Period: transport_->stepOnce(); return true;
    case Qt::Key_BracketLeft: transport_->slower(); return true;
    case Qt::Key_BracketRight: transport_->faster(); return true;
    case Qt::Key_J: playback_.moveMark(-1); return true;
    case Qt::Key_L: playback_.moveMark(+1); return true;
    case Qt::Key_F: workspace_->maximiseFocused(); return true;
    case Qt::Key_M: workspace_->showMicroscope(); return true;
    case Qt::Key_S: slowMotion_->toggle(); return true;
    case Qt::Key_PageUp: return slowMotion_->move(-1);
    case Qt::Key_PageDown: return slowMotion_->move(+1);
    case Qt::Key_C: switchTwin(); return true;
    case Qt::Key_P: setProjected(!isProjected_); return true;
    case Qt::Key_Escape: leave(); return true;
    default: return false;
    }
}

// Keys arrive here only when no widget wanted them, so they never disturb typing.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (!takeKey(*event) && !takeTimelineKey(*event)) { QMainWindow::keyPressEvent(event); }
}

bool MainWindow::takeTimelineKey(const QKeyEvent& event)
{
    constexpr int many = 10;
    if ((event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) != 0) { return false; }
    const int count = event.modifiers().testFlag(Qt::ShiftModifier) ? many : 1;
    switch (event.key()) {
    case Qt::Key_Left: playback_.moveKept(-count); return true;
    case Qt::Key_Right: playback_.moveKept(count); return true;
    case Qt::Key_Home: playback_.seekFirst(); return true;
    case Qt::Key_End: playback_.seekEnd(); return true;
    default: return false;
    }
}

// Lists would take letters, digits and Space to search and select; the menu bar takes what the button in its corner leaves:
// Esc, arrows and the first letters of its menus. While one of these is open or chosen they are its own.
bool MainWindow::eventFilter(QObject* watched, QEvent* event)
{
    const bool isMenuBar = watched == menuBar();
    if (isMenuBar && event->type() == QEvent::ShortcutOverride) { // letters open menus there
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (key.modifiers() == Qt::NoModifier && !key.text().isEmpty()) { event->accept(); }
        return false;
    }
    if (event->type() == QEvent::KeyPress && !(isMenuBar && menuBar()->activeAction() != nullptr)) {
        const auto& key = *static_cast<QKeyEvent*>(event);
        if (takeKey(key) || (isMenuBar && takeTimelineKey(key))) { return true; }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitRoom();
}

// Large text in a small window is the same as a small window.
void MainWindow::fitRoom()
{
    const int percent = shownPercent();
    const bool isNarrow = width() * 100 / percent < narrowWidth;
    const bool isDense = height() * 100 / percent < denseHeight;
    workspace_->setDensity(isNarrow, height() * 100 / percent < lowHeight);
    transport_->setDense(isDense && isNarrow);
    headline_->setDense(isDense && isNarrow);
    timeline_->setDense(isNarrow);
    if (isNarrow != isNarrow_) { showSettings(!isNarrow); }
    isNarrow_ = isNarrow;
}

void MainWindow::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (isLaunched_) { return; }
    isLaunched_ = true;
    QTimer::singleShot(0, this, &MainWindow::launch); // the window stands first
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile()) { event->acceptProposedAction(); }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().front().toLocalFile());
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    writeSettings();
    hide(); // at once; joining the worker may take a step
    session_.close();
    comparison_->twin().close();
    event->accept();
}

} // namespace gridscope::ui
