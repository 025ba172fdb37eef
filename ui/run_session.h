// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that the window shows: owns the worker, and for each run a control, a mailbox and a history.
// Threads: everything here belongs to the UI thread. The history only changes in `poll`, once a frame, so views may read
//          it freely. `makeJob` is called here; what it returns runs on the worker (load heavy things in there).
// Errors : whatever `makeJob` throws; a job's own failure arrives as `ended` with a sentence.
#pragma once

#include "core/run/history.h"
#include "core/run/mailbox.h"
#include "core/run/worker.h"
#include "ui/speed_meter.h"

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

    explicit RunSession(MakeJob makeJob, QObject* parent = nullptr);

    // Stops the run before; its late mail goes to its own mailbox and is never read.
    void start(const run::RunConfig& config, Begin begin);
    void reset(Begin begin) { start(config_, begin); }     // same settings, same seed
    void close();                                          // stops and joins; nothing runs afterwards

    void play();
    void pause();
    void step(std::int64_t steps);                         // that many steps, then a pause
    void stepEpoch();
    void setPace(double stepsPerSecond);                   // 0 = as fast as it goes; kept for later runs
    // A live field; the job applies it before its next step. ConfigError when the text is wrong.
    void changeSetting(const QString& key, const QString& text);

    const run::History& history() const { return history_; }
    const run::RunConfig& config() const { return config_; }
    double pace() const { return pace_; }
    double stepsPerSecond() const;                         // measured over the last second or two
    bool isBehindPace() const;                             // for a while now, not just at the start
    bool isLive() const { return control_ != nullptr && !hasEnded(); }
    bool isLoading() const { return isLive() && !history_.hasStarted(); }
    bool isPlaying() const;
    bool isPaused() const { return isLive() && !isPlaying(); }
    bool hasEnded() const { return history_.end().has_value(); }

Q_SIGNALS:
    void started();                                        // a new run was ordered; the history is empty
    void changed();                                        // new mail is in the history
    void stateChanged();                                   // playing, paused, ended
    void ended(const gridscope::run::End& end);

private:
    void poll();
    void tellState();

    MakeJob makeJob_;
    run::RunConfig config_;
    run::History history_;
    std::shared_ptr<run::Control> control_;
    std::shared_ptr<run::Mailbox> mailbox_;
    std::unique_ptr<run::Worker> worker_;                  // one for all runs
    double pace_ = 0;
    bool toldPlaying_ = false;
    SpeedMeter speed_;
    QElapsedTimer clock_;
    QTimer timer_;
};

} // namespace gridscope::ui
