// SPDX-License-Identifier: GPL-3.0-or-later
// The thread border: the worker writes, the UI thread reads once a frame. Everything queues up: a curve needs every step, and
// the views over steps need every snapshot, or a run that is told faster than the screen looks would have gaps there.
// Memory : a screen that does not look for long keeps at most as many snapshots as a History does, thinned by the same rule.
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
        KeptSnapshots snapshots{History::mostSnapshots};
        std::vector<Evaluation> evaluations;
        std::vector<Mark> marks;
        std::vector<Checkpoint> checkpoints;
        std::optional<End> end;
    };
    std::mutex mutex_;
    Mail mail_;
};

} // namespace gridscope::run
