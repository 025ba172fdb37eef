// SPDX-License-Identifier: GPL-3.0-or-later
// The menu bar: File, Edit, Run, View, Compare, Help. Each entry is a command that the conductor is asked for; its keys are
// those in force.
#pragma once

#include "ui/document/conductor.h"
#include "ui/document/keys.h"
#include "ui/look/language.h"
#include "ui/look/theme.h"

#include <QAction>
#include <QMenuBar>
#include <QObject>

namespace gridscope::ui {

class MainMenu final : public QObject {
    Q_OBJECT
public:
    MainMenu(QMenuBar* bar, Conductor& conductor, Keys& keys);
    // Of the run as a document: before the rest of File, and after the rest of Run.
    void addDocument(const QList<QAction*>& fileActions, const QList<QAction*>& runActions);
    void addTakeAway(const QList<QAction*>& fileActions, const QList<QAction*>& editActions);
    void showPlaying(bool isPlaying, bool isPossible);
    void showTheme(ThemeSource::Choice choice);
    void showLanguage(Language language) { languages_.at(int(language))->setChecked(true); }
    void showSettingsVisible(bool isVisible) { settings_->setChecked(isVisible); }
    void showOverlaid(bool isThere) { removeOverlay_->setEnabled(isThere); }
    void showFloat(bool isShown) { float_->setChecked(isShown); }
    void showBeside(bool isBeside) { beside_->setChecked(isBeside); }
    void showProjected(bool isProjected) { projector_->setChecked(isProjected); }
    void showReducedMotion(bool isReduced) { motion_->setChecked(isReduced); }

Q_SIGNALS: // what is the window's own
    void themeAsked(gridscope::ui::ThemeSource::Choice choice);
    void languageAsked(gridscope::ui::Language language);
    void reducedMotionAsked(bool isReduced);

private:
    QAction* add(QMenu* menu, const char* command, const QString& text);
    void attach(const QList<QAction*>& actions); // their keys, by the names of the actions
    void addFile(QMenuBar* bar);
    void addRun(QMenuBar* bar);
    void addPresets(QMenu* menu);
    void addView(QMenuBar* bar);
    void addCompare(QMenuBar* bar);
    void addTheme(QMenu* menu);
    void addLanguages(QMenu* menu);
    void addTextSize(QMenu* menu);
    void addHelp(QMenuBar* bar);

    Conductor& conductor_;
    Keys& keys_;
    QMenu* file_ = nullptr;
    QMenu* edit_ = nullptr;
    QMenu* run_ = nullptr;
    QAction* play_ = nullptr;
    QAction* settings_ = nullptr;
    QAction* projector_ = nullptr;
    QAction* motion_ = nullptr;
    QAction* float_ = nullptr;
    QAction* beside_ = nullptr;
    QAction* removeOverlay_ = nullptr;
    QList<QAction*> themes_;    // in the order of ThemeSource::Choice
    QList<QAction*> languages_; // in the order of Language
};

} // namespace gridscope::ui
