// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is put together, what it remembers, and which events it takes. What actions do: main_window_actions.cpp.
#include "ui/window/main_window.h"

#include "ui/look/accessible.h"
#include "ui/look/command_property.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/look/window_style.h"
#include "ui/window/key_tips.h"
#include "ui/window/stage.h"

#include <QAbstractButton>
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
      playback_(session_), keys_(options_.remembers), messages_(new MessageBar(this)),
      comparison_(new Comparison(session_, *messages_, this)),
      conductor_(new Conductor(session_, playback_, comparison_->twin(), this)),
      menu_(new MainMenu(menuBar(), *conductor_, keys_)), transport_(new Transport(*conductor_, this)),
      headline_(new Headline(this)), document_(new RunDocument(*conductor_, *messages_, this, options_.remembers)),
      timeline_(new Timeline(*conductor_, this)), form_(new SettingsForm(this)), workspace_(new Workspace(form_, this)),
      takeAway_(new TakeAway(*conductor_, view_, *workspace_, *messages_, options_.program, this)),
      figureDrop_(new FigureDrop(*conductor_, *document_, *messages_, this, options_.remembers)),
      settingHistory_(new SettingHistory(*form_, *conductor_, *messages_, this)),
      slowMotion_(new SlowMotion(*workspace_, *conductor_, *messages_, this)),
      dialogs_(new WindowDialogs(*conductor_, *document_, *comparison_, *form_, keys_, *messages_, options_, this)),
      status_(new ElidedLabel(this)), story_(*conductor_, *comparison_, *document_, keys_, *messages_, *status_),
      settingsButton_(new QToolButton(this)), scroll_(new QScrollArea(this)), hint_(new HintBubble(this)),
      stage_(new Stage(this)), baseFont_(QApplication::font()), shownStep_(std::numeric_limits<std::int64_t>::min())
{
    setWindowTitle(tr("Gridscope"));
    installAccessibility();
    build();
    menu_->addDocument(document_->fileActions(), document_->runActions());
    menu_->addTakeAway(takeAway_->fileActions(), settingHistory_->actions() + takeAway_->editActions());
    serveViews();
    serveRoom();
    keyTaker_ = new KeyTaker(*conductor_, keys_, *menuBar(), *this);
    new KeyTips(keys_, *this);
    connectSession();
    connectControls();
    connectMenu();
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &MainWindow::dress);
    conductor_->setPace(options_.pace);
    form_->showRunning(options_.config);
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
    settingsButton_->setToolTip(tr("Show or fold the settings"));
    settingsButton_->setProperty(commandProperty, "settings");
    settingsButton_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    settingsButton_->setAutoRaise(true);
    settingsButton_->setCheckable(true);
    settingsButton_->setChecked(true);
    menuBar()->setCornerWidget(settingsButton_);
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
    connect(comparison_, &Comparison::changed, this, &MainWindow::showOverlay);
    connect(&comparison_->twin(), &Twin::changed, this, &MainWindow::refresh);
    connect(&statusTimer_, &QTimer::timeout, this, [this] { story_.tellStatus(); });
    connect(&statusTimer_, &QTimer::timeout, document_, &RunDocument::refresh);
    statusTimer_.start(statusMilliseconds);
}

void MainWindow::connectControls()
{
    connect(conductor_, &Conductor::told, messages_, &MessageBar::addNote);
    connect(conductor_, &Conductor::refused, messages_, &MessageBar::showError);
    connect(conductor_, &Conductor::layerChanged, this, &MainWindow::showLayer);
    connect(conductor_, &Conductor::endReached, this, [this] {
        messages_->showNote(tr("This run is at its end. Reset%1 starts it again, with the settings of the form.")
                                .arg(keys_.inBrackets(QStringLiteral("reset"))));
    });
    conductor_->setForm([this] { return written(); }, [this](const run::RunConfig& config) { form_->restore(config); });
    document_->setForkChanges([this] { return liveEdits(); });
    connect(document_, &RunDocument::openAsked, this, &MainWindow::openFile);
    connect(document_, &RunDocument::openFailed, this, [this] {
        if (!session_.hasBegun()) { begin(RunSession::Begin::Paused); } // the file was to be the first run
    });
    connect(form_, &SettingsForm::applyAsked, this, [this] { conductor_->ask(QStringLiteral("reset")); });
    connect(form_, &SettingsForm::liveEdited, this, [this](const QString& key, const QString& text) {
        guarded(*messages_, [&] { conductor_->change(key, text); });
    });
    connect(figureDrop_, &FigureDrop::viewWanted, this, &MainWindow::showView);
    connect(workspace_, &Workspace::refreshed, this, &MainWindow::tellShown);
    connect(workspace_, &Workspace::floatAsked, this, [this] { setFloatShown(!view_.showsFloat); });
    connect(workspace_, &Workspace::sideAsked, this, [this] { showSettings(true); });
    connect(workspace_, &Workspace::layerChosen, conductor_, &Conductor::chooseLayer);
    connect(settingsButton_, &QToolButton::clicked, this, &MainWindow::showSettings);
}

void MainWindow::connectMenu()
{
    connect(&keys_, &Keys::changed, this, [this] { story_.tell(); });
    connect(menu_, &MainMenu::themeAsked, &ThemeSource::instance(), &ThemeSource::choose);
    connect(menu_, &MainMenu::languageAsked, this, [this](Language language) {
        if (options_.remembers) { rememberLanguage(language); }
        messages_->showNote(changeNote(language));
    });
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
}

void MainWindow::writeSettings()
{
    if (!options_.remembers) { return; }
    setProjected(false); // nothing of it is kept
    workspace_->restore();
    QSettings settings;
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

// Keys arrive here only when no widget wanted them, so they never disturb typing.
void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (!keyTaker_->take(*event)) { QMainWindow::keyPressEvent(event); }
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
