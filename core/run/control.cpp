// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/control.h"

#include "core/run/lockstep.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gridscope::run {

namespace {
// What a step comes late is made up for by the next, so that the average pace holds; after a longer wait (a pause, an
// evaluation) that would be a burst, so the schedule starts anew.
constexpr std::chrono::milliseconds mostDebt{50};
constexpr double longestInterval = 3600; // seconds; keeps the clock's arithmetic in range
} // namespace

void Control::play()
{
    {
        std::lock_guard lock(mutex_);
        paused_ = false;
        stepsLeft_ = -1;
    }
    changed_.notify_all();
}

void Control::pause()
{
    {
        std::lock_guard lock(mutex_);
        paused_ = true;
        stepsLeft_ = -1;
    }
    changed_.notify_all();
}

void Control::playSteps(std::int64_t steps)
{
    if (steps <= 0) { return; }
    {
        std::lock_guard lock(mutex_);
        paused_ = false;
        stepsLeft_ = std::max<std::int64_t>(stepsLeft_, 0) + steps;
    }
    changed_.notify_all();
}

void Control::stop()
{
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (const auto pair = lockstep()) { pair->leave(arm_); }
}

std::shared_ptr<Lockstep> Control::lockstep() const
{
    std::lock_guard lock(mutex_);
    return lockstep_;
}

void Control::keepStepWith(std::shared_ptr<Lockstep> lockstep, Arm arm)
{
    std::lock_guard lock(mutex_);
    if (stopping_) { lockstep->leave(arm); } // `stop` has found no lockstep to leave
    arm_ = arm;
    lockstep_ = std::move(lockstep);
}

void Control::setPace(double stepsPerSecond)
{
    {
        std::lock_guard lock(mutex_);
        pace_ = std::isfinite(stepsPerSecond) ? std::max(stepsPerSecond, 0.0) : 0.0;
        // A job that waits for the end of a long interval must not wait longer than the new one.
        if (pace_ > 0) { nextStep_ = std::min(nextStep_, Clock::now() + interval()); }
    }
    changed_.notify_all();
}

void Control::change(SettingChange change)
{
    std::lock_guard lock(mutex_);
    changes_.push_back(std::move(change));
}

void Control::bookmark(Bookmark bookmark)
{
    std::lock_guard lock(mutex_);
    bookmarks_.push_back(std::move(bookmark));
}

bool Control::isPaused() const
{
    std::lock_guard lock(mutex_);
    return paused_;
}

bool Control::isStopping() const
{
    std::lock_guard lock(mutex_);
    return stopping_;
}

// The other run first and the user then: so a pause finds both runs of a pair at the same step.
bool Control::keepGoing(const std::function<void()>& pausing)
{
    const auto pair = lockstep();
    if (pair) { pair->awaitTurn(arm_); }
    std::unique_lock lock(mutex_);
    // The last of the asked steps is done only now, with all its evaluations.
    if (stepsLeft_ == 0) {
        paused_ = true;
        stepsLeft_ = -1;
    }
    if (!waitForTurn(lock, pausing)) { return false; }
    if (stepsLeft_ > 0) { --stepsLeft_; }
    if (pair) {
        lock.unlock();
        pair->begins(arm_);
    }
    return true;
}

bool Control::keepWorking()
{
    std::unique_lock lock(mutex_);
    return waitWhilePaused(lock);
}

std::vector<Bookmark> Control::takeBookmarks()
{
    std::lock_guard lock(mutex_);
    return std::exchange(bookmarks_, {});
}

std::vector<SettingChange> Control::takeChanges()
{
    std::lock_guard lock(mutex_);
    return std::exchange(changes_, {});
}

bool Control::waitWhilePaused(std::unique_lock<std::mutex>& lock)
{
    changed_.wait(lock, [this] { return stopping_ || !paused_; });
    return !stopping_;
}

bool Control::waitForTurn(std::unique_lock<std::mutex>& lock, const std::function<void()>& pausing)
{
    bool isTold = !pausing;
    for (;;) {
        if (paused_ && !stopping_ && !isTold) {
            isTold = true;
            lock.unlock();
            pausing();
            lock.lock();
        }
        if (!waitWhilePaused(lock)) { return false; }
        const auto now = Clock::now();
        if (pace_ <= 0) {
            nextStep_ = now;
            return true;
        }
        if (nextStep_ <= now) {
            nextStep_ = (now - nextStep_ > mostDebt ? now : nextStep_) + interval();
            return true;
        }
        changed_.wait_until(lock, nextStep_); // whatever wakes it, all conditions are looked at again
    }
}

Control::Clock::duration Control::interval() const
{
    const std::chrono::duration<double> seconds(std::min(1 / pace_, longestInterval));
    return std::chrono::duration_cast<Clock::duration>(seconds);
}

} // namespace gridscope::run
