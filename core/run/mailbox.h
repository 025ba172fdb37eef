// SPDX-License-Identifier: GPL-3.0-or-later
// The thread border: the worker writes, the UI thread reads once a frame. Steps, evaluations and marks queue up (a curve
// needs each); of the snapshots only the newest stays, so a slow screen costs smoothness and never memory.
// Threads: the Sink half is the worker's, `deliverTo` the UI thread's.
#pragma once

#include "core/run/sink.h"

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
        SnapshotPtr snapshot;
        std::vector<Evaluation> evaluations;
        std::vector<Mark> marks;
        std::vector<Checkpoint> checkpoints;
        std::optional<End> end;
    };
    std::mutex mutex_;
    Mail mail_;
};

} // namespace gridscope::run
