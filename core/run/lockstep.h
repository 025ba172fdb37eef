// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs step for step: the leader has all the controls (pause, step, pace), the follower does each step when the leader
// begins it, and the leader begins none before the follower has done the last. So neither is ever more than one step ahead,
// a paused pair stands at the same step, and whoever ends, fails or is stopped frees the other, which goes on alone.
// A run that begins earlier (longer pre-training) first goes alone to where the other begins.
// Steps  : by their numbers, not by turns: what an arm told at once, a pre-training that is replayed, counts as done.
// Threads: each arm's `awaitTurn` and sink belong to its own job, `leave` to anyone.
// Note   : a setting that is changed in both while they play may apply in one of them a step earlier; the marks say where.
#pragma once

#include "core/run/worker.h"

namespace gridscope::run {

class Lockstep {
public:
    // The same job in lockstep. It leaves when it ends, however that comes, and when it is thrown away unused.
    static Job joined(std::shared_ptr<Lockstep> lockstep, Arm arm, Job job);

    void awaitTurn(Arm arm);               // before a step; returns at once when either has left
    void begins(Arm arm);                  // the step after the last that it has done
    void isAt(Arm arm, std::int64_t step); // that step is done
    void leave(Arm arm);
    bool hasLeft(Arm arm) const;

private:
    struct Party {
        std::int64_t done = std::numeric_limits<std::int64_t>::min(); // until its start is told
        std::int64_t begun = std::numeric_limits<std::int64_t>::min();
        bool hasLeft = false;
    };
    Party& party(Arm arm) { return arm == Arm::Leader ? leader_ : follower_; }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Party leader_;
    Party follower_;
};

} // namespace gridscope::run
