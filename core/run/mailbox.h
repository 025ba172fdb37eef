// SPDX-License-Identifier: GPL-3.0-or-later
// The thread border: the worker writes, the UI thread reads once a frame. Everything queues up: a curve needs every step, and
// the views over steps need every snapshot, or a run that is told faster than the screen looks would have gaps there.
// Memory : snapshots are thinned here by the rule of a History, over the whole run: what it would give up at once is freed by
//          the worker that made it, and a screen that does not look for long costs no more than one that does.
// Threads: the Sink half is the worker's, `deliverTo` the UI thread's.
#pragma once

#include "core/run/history.h"

#include <mutex>

namespace gridscope::run {

class Mailbox final : public Sink {
public:
    void onStart(const Start& start) override;
    void onStep(const Step& step) override;
    void onSnapshot(const SnapshotPtr& snapshot) override;
    void onEvaluation(const Evaluation& evaluation) override;
    void onMark(const Mark& mark) override;
    void onCheckpoint(const Checkpoint& checkpoint) override;
    void onEnd(const End& end) override;

    // Hands over what came since the last call; false when there was nothing.
    bool deliverTo(Sink& sink);

private:
    struct Mail {
        std::optional<Start> start;
        std::vector<Step> steps;
        std::vector<Evaluation> evaluations;
        std::vector<Mark> marks;
        std::vector<Checkpoint> checkpoints;
        std::optional<End> end;
    };
    std::mutex mutex_;
    Mail mail_;
    KeptSnapshots snapshots_{History::mostSnapshots};
    std::int64_t delivered_ =
        std::numeric_limits<std::int64_t>::min(); // step of the newest snapshot that was handed over
};

} // namespace gridscope::run
