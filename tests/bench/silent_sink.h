// SPDX-License-Identifier: GPL-3.0-or-later
// Hears a run and does nothing with it.
#pragma once

#include "core/run/sink.h"

namespace gridscope::bench {

class SilentSink : public run::Sink {
public:
    void onStart(const run::Start&) override {}
    void onStep(const run::Step&) override {}
    void onSnapshot(const run::SnapshotPtr&) override {}
    void onEvaluation(const run::Evaluation&) override {}
    void onMark(const run::Mark&) override {}
    void onCheckpoint(const run::Checkpoint&) override {}
    void onEnd(const run::End& end) override { ended = end; }
    run::End ended;
};

} // namespace gridscope::bench
