// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_menu.h"

#include "core/settings/presets.h"
#include "ui/look/translate.h"

#include <QActionGroup>
#include <QMenu>

namespace gridscope::ui {

MainMenu::MainMenu(QMenuBar* bar, Conductor& conductor, Keys& keys) : QObject(bar), conductor_(conductor), keys_(keys)
{
    addFile(bar);
    edit_ = bar->addMenu(tr("&Edit"));
    addRun(bar);
    addView(bar);
    addCompare(bar);
    addHelp(bar);
}

QAction* MainMenu::add(QMenu* menu, const char* command, const QString& text)
{
    QAction* action = conductor_.action(command, text, menu);
    menu->addAction(action);
    keys_.attach(*action, QLatin1String(command));
    return action;
}

void MainMenu::attach(const QList<QAction*>& actions)
{
    for (QAction* action : actions) {
        if (findCommand(action->objectName()) != nullptr) { keys_.attach(*action, action->objectName()); }
    }
}

void MainMenu::addFile(QMenuBar* bar)
{
    QMenu* menu = file_ = bar->addMenu(tr("&File"));
    menu->addSeparator();
    add(menu, "quit", tr("&Quit"));
}

void MainMenu::addRun(QMenuBar* bar)
{
    QMenu* menu = run_ = bar->addMenu(tr("&Run"));
    play_ = add(menu, "playPause", tr("&Play"));
    add(menu, "step", tr("&Step"));
    add(menu, "reset", tr("&Reset, same seed"));
    add(menu, "newSeed", tr("&New seed"));
    menu->addSeparator();
    add(menu, "faster", tr("&Faster"));
    add(menu, "slower", tr("S&lower"));
    menu->addSeparator();
    addPresets(menu->addMenu(tr("Start pr&eset")));
    add(menu, "layers", tr("La&yer by layer..."));
    add(menu, "round", tr("Ro&und without training..."));
    add(menu, "checkData", tr("Chec&k the data..."));
    add(menu, "hypothesis", tr("Test the &hypothesis..."));
    add(menu, "methods", tr("Compare &methods..."));
}

void MainMenu::addPresets(QMenu* menu)
{
    menu->setToolTipsVisible(true);
    for (const run::Preset& preset : run::presets()) {
        const QString name = QString::fromStdString(preset.name);
        QAction* action = menu->addAction(coreText(preset.title));
        action->setToolTip(coreText(preset.why));
        connect(action, &QAction::triggered, this, [this, name] { conductor_.ask(QStringLiteral("start"), name); });
    }
}

void MainMenu::addView(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&View"));
    addTheme(menu->addMenu(tr("&Theme")));
    addLanguages(menu->addMenu(tr("Lan&guage")));
    addTextSize(menu);
    menu->addSeparator();
    add(menu, "findLayer", tr("Find a la&yer..."));
    add(menu, "maximise", tr("&Maximise panel"));
    add(menu, "microscope", tr("Micr&oscope: one weight"));
    add(menu, "slowMotion", tr("One step in slo&w motion"));
    projector_ = add(menu, "projector", tr("&Projector mode: large text, bold lines"));
    projector_->setCheckable(true);
    add(menu, "fullScreen", tr("F&ull screen"));
    float_ = add(menu, "floatPhase", tr("&Float training"));
    float_->setCheckable(true);
    settings_ = add(menu, "settings", tr("&Settings"));
    settings_->setCheckable(true);
    settings_->setChecked(true);
    add(menu, "resetLayout", tr("R&eset layout"));
    menu->addSeparator();
    motion_ = menu->addAction(tr("&Reduced motion: nothing plays by itself"));
    connect(motion_, &QAction::triggered, this, &MainMenu::reducedMotionAsked);
    motion_->setCheckable(true);
    add(menu, "summary", tr("Rea&d out a summary"));
}

void MainMenu::addCompare(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&Compare"));
    add(menu, "runs", tr("&Recorded runs..."));
    add(menu, "overlay", tr("&Lay a run over this one..."));
    add(menu, "twin", tr("Train a t&win..."));
    beside_ = add(menu, "beside", tr("&Side by side"));
    beside_->setCheckable(true);
    beside_->setChecked(true);
    removeOverlay_ = add(menu, "removeOverlay", tr("&Take it away"));
    removeOverlay_->setEnabled(false);
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
    add(menu, "largerText", tr("&Larger text"));
    add(menu, "smallerText", tr("Sm&aller text"));
    add(menu, "normalText", tr("&Normal text"));
}

void MainMenu::addHelp(QMenuBar* bar)
{
    QMenu* menu = bar->addMenu(tr("&Help"));
    add(menu, "keys", tr("&Keys"));
    add(menu, "about", tr("&About Gridscope"));
}

void MainMenu::addDocument(const QList<QAction*>& fileActions, const QList<QAction*>& runActions)
{
    QAction* first = file_->actions().value(0);
    file_->insertActions(first, fileActions);
    file_->insertSeparator(first);
    run_->addSeparator();
    run_->addActions(runActions);
    attach(fileActions + runActions);
}

void MainMenu::addTakeAway(const QList<QAction*>& fileActions, const QList<QAction*>& editActions)
{
    QAction* quit = file_->actions().last();
    file_->insertActions(quit, fileActions);
    file_->insertSeparator(quit);
    edit_->addActions(editActions);
    attach(fileActions + editActions);
}

void MainMenu::showPlaying(bool isPlaying, bool isPossible)
{
    const QString text = isPlaying ? tr("&Pause") : tr("&Play");
    if (play_->text() != text) { play_->setText(text); }
    play_->setEnabled(isPossible);
}

void MainMenu::showTheme(ThemeSource::Choice choice) { themes_.at(int(choice))->setChecked(true); }

} // namespace gridscope::ui
