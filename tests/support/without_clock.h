// SPDX-License-Identifier: GPL-3.0-or-later
// A transcript of what does not depend on the clock: the same without the seconds, and without the checkpoints that are
// kept because some have passed.
#pragma once

#include "tests/support/transcript.h"

namespace gridscope::test {

class WithoutClock final : public run::ForwardingSink {
public:
    WithoutClock() : ForwardingSink(told) {}
    void onStep(const run::Step& step) override
    {
        run::Step timeless = step;
        timeless.seconds = 0;
        told.onStep(timeless);
    }
    void onCheckpoint(const run::Checkpoint&) override {}

    Transcript told;
};

} // namespace gridscope::test
