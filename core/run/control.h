// SPDX-License-Identifier: GPL-3.0-or-later
// What the user wants of a running job: go, wait, slow down, stop, change a setting. The other direction of the mailbox.
// Threads: all functions may be called from any thread; `keepGoing` and `takeChanges` are the job's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gridscope::run {

class Lockstep;
enum class Arm { Leader, Follower }; // of a pair of runs (lockstep.h)

struct SettingChange {
    std::string key; // a live field of config_fields.h
    std::string text;
};

struct Bookmark {
    std::string note;
    std::optional<std::int64_t> step; // a past one; empty: the step that is done last
};

class Control {
public:
    void play();
    void pause();                        // takes effect after the current step
    void playSteps(std::int64_t steps);  // that many more steps, then pauses; calls add up until it has paused
    void stop();                         // ends the job after the current step
    void setPace(double stepsPerSecond); // 0 = as fast as it goes
    void change(SettingChange change);   // applied before the next step
    void bookmark(Bookmark bookmark);    // the job marks the step; of its current one it keeps a checkpoint
    bool isPaused() const;
    bool isStopping() const;

    // Called by the job before each step. Waits while paused and keeps the pace; false when the job is to stop. `pausing` is
    // called once before it waits for a pause to end.
    bool keepGoing(const std::function<void()>& pausing = {});
    // Called by the job inside long work between steps (evaluation). Waits while paused; false when the job is to stop.
    bool keepWorking();
    // Called by the job when it begins: from now on `keepGoing` also waits for the other run (lockstep.h).
    void keepStepWith(std::shared_ptr<Lockstep> lockstep, Arm arm);
    std::vector<SettingChange> takeChanges();
    std::vector<Bookmark> takeBookmarks();

private:
    using Clock = std::chrono::steady_clock;
    bool waitWhilePaused(std::unique_lock<std::mutex>& lock); // false when stopping
    // The same, and for the pace.
    bool waitForTurn(std::unique_lock<std::mutex>& lock, const std::function<void()>& pausing);
    Clock::duration interval() const;
    std::shared_ptr<Lockstep> lockstep() const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool paused_ = false;
    bool stopping_ = false;
    std::int64_t stepsLeft_ = -1; // -1 = no limit
    double pace_ = 0;
    Clock::time_point nextStep_{}; // when the pace allows the next step
    std::vector<SettingChange> changes_;
    std::vector<Bookmark> bookmarks_;
    std::shared_ptr<Lockstep> lockstep_; // called without holding our own lock
    Arm arm_ = Arm::Leader;
};

} // namespace gridscope::run
