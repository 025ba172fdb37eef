// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that the window shows, live or recorded. Of a live one it owns the worker and, for each run, a control, a
// mailbox, a recorder and a history; of a recorded one the history that was read from its file.
// Threads: everything here belongs to the UI thread. The history only changes in `poll`, once a frame, and when a recording
//          is shown or grows, so views may read it freely. The engine's functions are called here; the jobs they return run
//          on the worker (load heavy things in there).
// Errors : whatever the engine throws; a job's own failure arrives as `ended` with a sentence.
#pragma once

#include "core/file/continuation.h"
#include "core/run/history.h"
#include "core/run/lockstep.h"
#include "core/run/mailbox.h"
#include "ui/document/recorder.h"
#include "ui/document/recordings.h"
#include "ui/document/speed_meter.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace gridscope::ui {

class RunSession final : public QObject {
    Q_OBJECT
public:
    using MakeJob = std::function<run::Job(const run::RunConfig&)>;
    enum class Begin { Playing, Paused };
    enum class State {
        Idle,    // nothing so far
        Playing, // live: its job works, or loads
        Paused,  // live: its job waits, or will after the step that it is at
        Ended,   // a run of this session that finished, was stopped or failed
        Recorded // from a file, which may still grow
    };

    explicit RunSession(run::Engine engine, Recordings recordings = {}, QObject* parent = nullptr);
    explicit RunSession(MakeJob makeJob, QObject* parent = nullptr); // cannot go on from checkpoints, records nothing

    // Stops the run before; its late mail goes to its own mailbox and is never read.
    // With a companion it leads the other run of that lockstep; without one it trains alone.
    void start(const run::RunConfig& config, Begin begin, const std::shared_ptr<run::Lockstep>& companion = nullptr);
    void reset(Begin begin) { start(config_, begin); } // same settings, same seed
    // Goes on after a checkpoint. `before` is what its file holds up to there; `steps` as in run::GoOn. `changes` apply
    // before the next step.
    void goOn(run::Continuation next, run::History before, std::optional<int> steps,
              const std::vector<run::SettingChange>& changes);
    void showRecorded(run::History history, const QString& path);
    void append(const run::Backlog& news); // to a run that is not live
    void close();                          // stops and joins; nothing runs afterwards

    void play();
    void pause();
    void step(std::int64_t steps); // that many steps, then a pause
    void stepEpoch();
    void setPace(double stepsPerSecond); // 0 = as fast as it goes; kept for later runs
    // A live field; the job applies it before its next step. ConfigError when the text is wrong.
    void changeSetting(const QString& key, const QString& text);
    // Of a live run: at a past step, or at the one that it has done last. The job marks it before its next step; until then
    // it is among these.
    void bookmark(const QString& note, std::optional<std::int64_t> step);
    const std::vector<run::Mark>& waitingBookmarks() const { return waitingBookmarks_; }

    const run::History& history() const { return history_; }
    // As asked for, also where the job has not taken a change yet; what is in force at a step settingsAt() tells.
    const run::RunConfig& config() const { return config_; }
    const Recordings& recordings() const { return recordings_; }
    const run::Engine& engine() const { return engine_; }
    QString path() const; // of the file of the run that is shown; empty when there is none yet
    std::shared_ptr<Recorder> recorder() const { return recorder_; } // of a live run that is recorded, else nullptr
    double pace() const { return pace_; }
    double stepsPerSecond() const; // measured over the last second or two
    bool isBehindPace() const;     // for a while now, not just at the start
    State state() const { return state_; }
    bool isRecorded() const { return state_ == State::Recorded; }
    bool hasBegun() const { return state_ != State::Idle; } // any run at all, also one that failed at once
    bool isLive() const { return isPlaying() || isPaused(); }
    bool isLoading() const { return isLive() && !history_.hasStarted(); }
    bool isEvaluating() const; // the last step is done, the test set is not
    bool isPlaying() const { return state_ == State::Playing; }
    bool isPaused() const { return state_ == State::Paused; }
    bool hasEnded() const { return history_.end().has_value(); } // also a recorded one
    bool hasCompanion() const { return hasCompanion_; }          // it leads a lockstep

Q_SIGNALS:
    void started();      // another run: a new one (the history is empty), or one from a file
    void changed();      // new mail is in the history
    void stateChanged(); // `state`
    void paceChanged();
    void ended(const gridscope::run::End& end);

private:
    // All live runs come through here, whatever they begin with.
    void begin(run::Job job, std::shared_ptr<Recorder> recorder, Begin begin, bool hasCompanion);
    std::shared_ptr<Recorder> newRecorder(const run::RunConfig& config) const;
    void poll();
    void forgetToldBookmarks(); // they come in the order in which they were set
    void enter(State state);

    run::Engine engine_;
    Recordings recordings_;
    run::RunConfig config_;
    run::History history_;
    std::vector<run::Mark> waitingBookmarks_;
    std::size_t knownMarks_ = 0; // of the history, looked at for bookmarks
    State state_ = State::Idle;
    bool hasCompanion_ = false;
    QString path_;                          // of a recorded run
    std::shared_ptr<run::Control> control_; // of a live run, with its mailbox
    std::shared_ptr<run::Mailbox> mailbox_;
    std::shared_ptr<Recorder> recorder_;
    std::unique_ptr<run::Worker> worker_; // one for all runs
    double pace_ = 0;
    SpeedMeter speed_;
    QElapsedTimer clock_;
    QTimer timer_;
};

} // namespace gridscope::ui
