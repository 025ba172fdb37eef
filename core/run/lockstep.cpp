// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/lockstep.h"

#include <algorithm>

namespace gridscope::run {

namespace {

// Tells the lockstep how far its arm is, after everybody else has heard of it.
class Counted final : public ForwardingSink {
public:
    Counted(Lockstep& lockstep, Arm arm, Sink& sink) : ForwardingSink(sink), lockstep_(lockstep), arm_(arm) {}
    void onStart(const Start& start) override
    {
        ForwardingSink::onStart(start);
        lockstep_.isAt(arm_, start.firstStep - 1);
    }
    void onStep(const Step& step) override
    {
        ForwardingSink::onStep(step);
        lockstep_.isAt(arm_, step.index);
    }

private:
    Lockstep& lockstep_;
    Arm arm_;
};

struct Membership {
    std::shared_ptr<Lockstep> lockstep;
    Arm arm;
    Membership(std::shared_ptr<Lockstep> l, Arm a) : lockstep(std::move(l)), arm(a) {}
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;
    ~Membership() { lockstep->leave(arm); }
};

} // namespace

Job Lockstep::joined(std::shared_ptr<Lockstep> lockstep, Arm arm, Job job)
{
    // Owned by the job: it ends with the last copy of it, also of one that never ran.
    const auto membership = std::make_shared<Membership>(std::move(lockstep), arm);
    return [membership, job = std::move(job)](Control& control, Sink& sink) {
        struct Leaving {
            const Membership& of;
            ~Leaving() { of.lockstep->leave(of.arm); }
        } const leaving{*membership};
        Counted counted(*membership->lockstep, membership->arm, sink);
        control.keepStepWith(membership->lockstep, membership->arm);
        job(control, counted);
    };
}

void Lockstep::awaitTurn(Arm arm)
{
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
        if (leader_.hasLeft || follower_.hasLeft) { return true; }
        return arm == Arm::Leader ? follower_.done >= leader_.done : leader_.begun > follower_.done;
    });
}

void Lockstep::begins(Arm arm)
{
    {
        std::lock_guard lock(mutex_);
        party(arm).begun = party(arm).done + 1;
    }
    changed_.notify_all();
}

void Lockstep::isAt(Arm arm, std::int64_t step)
{
    {
        std::lock_guard lock(mutex_);
        party(arm).done = step;
        party(arm).begun = std::max(party(arm).begun, step);
    }
    changed_.notify_all();
}

void Lockstep::leave(Arm arm)
{
    {
        std::lock_guard lock(mutex_);
        party(arm).hasLeft = true;
    }
    changed_.notify_all();
}

bool Lockstep::hasLeft(Arm arm) const
{
    std::lock_guard lock(mutex_);
    return arm == Arm::Leader ? leader_.hasLeft : follower_.hasLeft;
}

} // namespace gridscope::run
