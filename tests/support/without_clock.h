// SPDX-License-Identifier: GPL-3.0-or-later
// A transcript of what does not depend on the clock: the same without the seconds, and without the checkpoints that are
// kept because some have passed.
#pragma once

#include "tests/support/transcript.h"

namespace gridscope::test {

class WithoutClock final : public run::Sink {
public:
    void onStart(const run::Start& start) override { told.onStart(start); }
    void onStep(const run::Step& step) override
    {
        run::Step timeless = step;
        timeless.seconds = 0;
        told.onStep(timeless);
    }
    void onSnapshot(const run::SnapshotPtr& snapshot) override { told.onSnapshot(snapshot); }
    void onEvaluation(const run::Evaluation& evaluation) override { told.onEvaluation(evaluation); }
    void onMark(const run::Mark& mark) override { told.onMark(mark); }
    void onCheckpoint(const run::Checkpoint&) override {}
    void onEnd(const run::End& end) override { told.onEnd(end); }

    Transcript told;
};

} // namespace gridscope::test
