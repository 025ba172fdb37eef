// SPDX-License-Identifier: GPL-3.0-or-later
// Which step of the run all views show, and the replay that moves it: forwards, backwards, in a loop, at any speed. The same
// for a live run, which may go on behind it, and for a recorded one.
// Steps : what can be shown is a kept snapshot; asking for another step gives the newest kept before it. The newest of all is
//         no past step: then the views follow the run.
// Speed : 1 = as fast as the run was, by its own clock.
#pragma once

#include "ui/document/run_session.h"

namespace gridscope::ui {

class Playback final : public QObject {
    Q_OBJECT
public:
    explicit Playback(const RunSession& session, QObject* parent = nullptr);

    std::optional<std::int64_t> step() const { return shown_; }  // empty: the newest
    std::optional<std::int64_t> asked() const { return asked_; } // may lie between the kept ones
    std::int64_t shownStep() const;                              // past or newest
    void seek(std::int64_t step);
    void seekFirst();
    void seekEnd();               // End: live, or the end of the recording
    void moveKept(int count);     // kept steps, backwards when negative
    void moveMark(int direction); // to the next (+1) or previous (-1) mark
    // What is worth a jump: all but those of best accuracies that were beaten later.
    std::vector<run::Mark> marks() const;

    std::vector<std::int64_t> checkpoints() const; // that the run's file keeps, ascending

    enum class Direction { Backwards = -1, Forwards = 1 };
    void play(Direction direction);
    void pause();
    void toggle() { isPlaying() ? pause() : play(direction_); }
    bool isPlaying() const { return timer_.isActive(); }
    Direction direction() const { return direction_; }
    void setSpeed(double speed) { speed_ = speed; } // 0.1 to 100
    double speed() const { return speed_; }
    void setLooping(bool isLooping) { isLooping_ = isLooping; }
    void advance(double seconds); // of the clock on the wall; the timer's work

Q_SIGNALS:
    void moved();        // another step is shown
    void stateChanged(); // playing or not

private:
    void forget(); // another run
    void settle(); // what is shown may have been thinned away
    void goTo(std::int64_t step);
    void show(std::optional<std::int64_t> asked, std::optional<std::int64_t> shown);
    double secondsOf(std::int64_t step) const;
    std::int64_t stepAfter(double seconds) const;

    const RunSession& session_;
    std::optional<std::int64_t> asked_;
    std::optional<std::int64_t> shown_;
    Direction direction_ = Direction::Forwards;
    double speed_ = 1;
    bool isLooping_ = false;
    double at_ = 0; // seconds of the run, while it plays
    QTimer timer_;
    QElapsedTimer clock_;
};

} // namespace gridscope::ui
