// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_menu.h"

#include "core/settings/presets.h"
#include "ui/look/translate.h"

#include <QActionGroup>
#include <QMenu>

namespace gridscope::ui {
namespace {

template <typename Slot>
QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, QObject* context, Slot slot)
{
    QAction* action = menu->addAction(text);
    action->setShortcut(keys);
    QObject::connect(action, &QAction::triggered, context, slot);
    return action;
}

QAction* told(QAction* action, Qt::Key key)
{
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut); // and a menu never has the focus of its window
    return action;
}

} // namespace

MainMenu::MainMenu(QMenuBar* bar) : QObject(bar)
{
    addFile(bar);
    edit_ = bar->addMenu(tr("&Edit"));
    addRun(bar);
    addView(bar);
    addCompare(bar);
    addHelp(bar);
}

void MainMenu::addFile(QMenuBar* bar)
{
    QMenu* menu = file_ = bar->addMenu(tr("&File"));
    menu->addSeparator();
    add(menu, tr("&Quit"), QKeySequence::Quit, this, [this] { Q_EMIT quitAsked(); });
}

// Keys without Ctrl (Space, ".", F) are the window's keyPressEvent, so that they never take a letter from a text field;
// `told` makes them stand in the menu and nothing more.
void MainMenu::addRun(QMenuBar* bar)
{
    QMenu* menu = run_ = bar->addMenu(tr("&Run"));
    play_ = add(menu, tr("&Play"), tr("F5"), this, [this] { Q_EMIT playAsked(); });
    add(menu, tr("&Step"), tr("F10"), this, [this] { Q_EMIT stepAsked(); });
    add(menu, tr("&Reset, same seed"), tr("Shift+F5"), this, [this] { Q_EMIT resetAsked(); });
    add(menu, tr("&New seed"), tr("Ctrl+Shift+N"), this, [this] { Q_EMIT newSeedAsked(); });
    menu->addSeparator();
    told(add(menu, tr("&Faster"), {}, this, [this] { Q_EMIT fasterAsked(); }), Qt::Key_BracketRight);
    told(add(menu, tr("S&lower"), {}, this, [this] { Q_EMIT slowerAsked(); }), Qt::Key_BracketLeft);
    menu->addSeparator();
    addPresets(menu->addMenu(tr("Start pr&eset")));
    add(menu, tr("La&yer by layer..."), tr("Ctrl+L"), this, [this] { Q_EMIT layersAsked(); });
    add(menu, tr("Chec&k the data..."), {}, this, [this] {
        Q_EMIT dataAsked();
    })->setObjectName(QStringLiteral("checkData"));
    add(menu, tr("Test the &hypothesis..."), tr("Ctrl+H"), this, [this] { Q_EMIT experimentAsked(); });
}

void MainMenu::addPresets(QMenu* menu)
{
    menu->setToolTipsVisible(true);
    for (const run::Preset& preset : run::presets()) {
        const QString name = QString::fromStdString(preset.name);
        QAction* action = menu->addAction(coreText(preset.title));
        action->setToolTip(coreText(preset.why));
        connect(action, &QAction::triggered, this, [this, name] { Q_EMIT presetAsked(name); });
    }
}

void MainMenu::addView(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&View"));
    addTheme(menu->addMenu(tr("&Theme")));
    addLanguages(menu->addMenu(tr("Lan&guage")));
    addTextSize(menu);
    menu->addSeparator();
    add(menu, tr("Find a la&yer..."), QKeySequence::Find, this, [this] { Q_EMIT findLayerAsked(); });
    told(add(menu, tr("&Maximise panel"), {}, this, [this] { Q_EMIT maximiseAsked(); }), Qt::Key_F);
    told(add(menu, tr("Micr&oscope: one weight"), {}, this, [this] { Q_EMIT microscopeAsked(); }), Qt::Key_M);
    told(add(menu, tr("One step in slo&w motion"), {}, this, [this] { Q_EMIT slowMotionAsked(); }), Qt::Key_S);
    projector_ = told(add(menu, tr("&Projector mode: large text, bold lines"), {}, this,
                          [this](bool isOn) { Q_EMIT projectorAsked(isOn); }),
                      Qt::Key_P);
    projector_->setCheckable(true);
    add(menu, tr("F&ull screen"), tr("F11"), this, [this] { Q_EMIT fullScreenAsked(); });
    settings_ = add(menu, tr("&Settings"), tr("F4"), this, [this](bool isOn) { Q_EMIT settingsAsked(isOn); });
    settings_->setCheckable(true);
    settings_->setChecked(true);
    add(menu, tr("R&eset layout"), {}, this, [this] {
        Q_EMIT resetLayoutAsked();
    })->setObjectName(QStringLiteral("resetLayout"));
    menu->addSeparator();
    motion_ = add(menu, tr("&Reduced motion: nothing plays by itself"), {}, this,
                  [this](bool isOn) { Q_EMIT reducedMotionAsked(isOn); });
    motion_->setCheckable(true);
    add(menu, tr("Rea&d out a summary"), tr("Ctrl+R"), this, [this] { Q_EMIT summaryAsked(); });
}

void MainMenu::addCompare(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&Compare"));
    add(menu, tr("&Recorded runs..."), tr("Ctrl+Shift+O"), this, [this] { Q_EMIT runsAsked(); });
    add(menu, tr("&Lay a run over this one..."), tr("Ctrl+D"), this, [this] { Q_EMIT overlayAsked(); });
    add(menu, tr("Train a t&win..."), tr("Ctrl+T"), this, [this] { Q_EMIT twinAsked(); });
    takeAway_ = add(menu, tr("&Take it away"), tr("Ctrl+Shift+D"), this, [this] { Q_EMIT takeAwayAsked(); });
    takeAway_->setEnabled(false);
}

void MainMenu::addTheme(QMenu* menu)
{
    auto* group = new QActionGroup(menu);
    const QList<QPair<ThemeSource::Choice, QString>> choices = {
        {ThemeSource::Choice::System, tr("As the &system")},
        {ThemeSource::Choice::Light, tr("&Light")},
        {ThemeSource::Choice::Dark, tr("&Dark")},
        {ThemeSource::Choice::HighContrast, tr("&High contrast")}};
    for (const auto& [choice, text] : choices) {
        QAction* action = group->addAction(menu->addAction(text));
        action->setCheckable(true);
        themes_.append(action);
        connect(action, &QAction::triggered, this, [this, chosen = choice] { Q_EMIT themeAsked(chosen); });
    }
}

// Languages are called as they call themselves, so that whoever cannot read the window finds the own one.
void MainMenu::addLanguages(QMenu* menu)
{
    auto* group = new QActionGroup(menu);
    const QList<QPair<Language, QString>> choices = {{Language::System, tr("As the &system")},
                                                     {Language::English, QStringLiteral("&English")},
                                                     {Language::German, QStringLiteral("&Deutsch")}};
    for (const auto& [language, text] : choices) {
        QAction* action = group->addAction(menu->addAction(text));
        action->setCheckable(true);
        languages_.append(action);
        connect(action, &QAction::triggered, this, [this, chosen = language] { Q_EMIT languageAsked(chosen); });
    }
    showLanguage(Language::System);
}

void MainMenu::addTextSize(QMenu* menu)
{
    QAction* larger = add(menu, tr("&Larger text"), {}, this, [this] { Q_EMIT textSizeAsked(+1); });
    larger->setShortcuts({tr("Ctrl++"), tr("Ctrl+=")});
    add(menu, tr("Sm&aller text"), tr("Ctrl+-"), this, [this] { Q_EMIT textSizeAsked(-1); });
    add(menu, tr("&Normal text"), tr("Ctrl+0"), this, [this] { Q_EMIT textSizeAsked(0); });
}

void MainMenu::addHelp(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&Help"));
    add(menu, tr("&Keys"), tr("F1"), this, [this] { Q_EMIT keysAsked(); });
    add(menu, tr("&About Gridscope"), {}, this, [this] { Q_EMIT aboutAsked(); });
}

void MainMenu::addDocument(const QList<QAction*>& fileActions, const QList<QAction*>& runActions)
{
    QAction* first = file_->actions().value(0);
    file_->insertActions(first, fileActions);
    file_->insertSeparator(first);
    run_->addSeparator();
    run_->addActions(runActions);
}

void MainMenu::addTakeAway(const QList<QAction*>& fileActions, const QList<QAction*>& editActions)
{
    QAction* quit = file_->actions().last();
    file_->insertActions(quit, fileActions);
    file_->insertSeparator(quit);
    edit_->addActions(editActions);
}

void MainMenu::showPlaying(bool isPlaying, bool isPossible)
{
    const QString text = isPlaying ? tr("&Pause") : tr("&Play");
    if (play_->text() != text) { play_->setText(text); }
    play_->setEnabled(isPossible);
}

void MainMenu::showTheme(ThemeSource::Choice choice) { themes_.at(int(choice))->setChecked(true); }

} // namespace gridscope::ui
