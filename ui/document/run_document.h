// SPDX-License-Identifier: GPL-3.0-or-later
// The run that is shown as a document: opened, saved, continued, forked and bookmarked by the user. Brings the actions for
// the menus, and says on the message bar what is shown and what goes wrong.
// Threads: whatever touches a file runs in the background, with progress and cancel; the run that is shown stays until the
//          other one is there.
#pragma once

#include "core/file/run_lock.h"
#include "ui/document/conductor.h"
#include "ui/document/run_follower.h"
#include "ui/window/message_bar.h"

#include <QMenu>

namespace gridscope::ui {

// All that a run file holds. Cancelled when `progress` says so.
std::shared_ptr<run::History> readAll(run::RunReader& reader, const run::Progress& progress);

class RunDocument final : public QObject {
    Q_OBJECT
public:
    RunDocument(Conductor& conductor, MessageBar& messages, QWidget* window, bool remembers);

    QList<QAction*> fileActions() const; // open, recent, save, export
    QList<QAction*> runActions() const;  // continue, fork, bookmark
    bool isBusy() const { return background_.isBusy(); }

    void open(const QString& path);
    void saveCopy(const QString& to);
    void saveElsewhere(const QString& to);               // the recording of a live run goes on there
    void exportCheckpoint(const QString& to);            // the newest at or before the step that is shown
    std::optional<std::int64_t> checkpointShown() const; // that one's step; empty: none is kept
    // After the newest checkpoint; `steps` in all, when given. Asks first where nothing was kept: then the file's settings say
    // what is read and trained.
    void continueTraining(std::optional<int> steps);
    // A new run from the newest checkpoint at or before the step that is shown.
    void fork();
    void bookmark(const QString& note); // the step that is shown
    void askBookmark();
    void offerUnfinished(); // at the start of the program: a recording that was cut off
    // What a fork changes before its first step.
    void setForkChanges(std::function<std::vector<run::SettingChange>()> changes) { forkChanges_ = std::move(changes); }

    // After a run that diverged: "Back to step N", a fork of its newest checkpoint with the settings of the form; nullptr when
    // there is none.
    QAction* wayBack();
    void refresh();                // actions, band and problem
    QString recordingText() const; // "autosaved 3 s ago, 4.2 MB"

Q_SIGNALS:
    void openAsked(const QString& path); // a run or a figure
    void openFailed();

private:
    void makeActions();
    void serveCommands();
    void connectAll();
    void askOpen();
    void askSaveCopy();
    void askSaveElsewhere();
    void askExportCheckpoint();
    void askContinue();
    void fillRecent();
    void take(std::shared_ptr<run::RunReader> reader, const std::shared_ptr<run::History>& history, bool isRecent);
    void goOn(std::optional<int> steps);
    void start(const QString& what, Background::Work work);
    QString checkpointTitle() const;
    QString bandText() const;
    QList<QAction*> bandActions() const;
    void tellBeginning();

    Conductor& conductor_;
    RunSession& session_;
    Playback& playback_;
    MessageBar& messages_;
    QWidget* window_;
    bool remembers_;
    Background background_;
    RunFollower follower_;
    QMenu recent_;
    QAction* open_;
    QAction* saveCopy_;
    QAction* export_;
    QAction* continue_;
    QAction* fork_;
    QAction* bookmark_;
    QAction* toEnd_;
    QAction* saveElsewhere_;
    QAction* back_;
    QAction* cancel_;
    QAction* openUnfinished_;
    QString unfinished_;
    std::function<std::vector<run::SettingChange>()> forkChanges_;
    std::unique_ptr<run::OpenMark> openMark_; // while a recording of the bounded folder is shown
    std::size_t toldMarks_ = 0;               // of the history, looked at by tellBeginning
    Background search_;                       // for an unfinished recording; last: joined first
};

} // namespace gridscope::ui
