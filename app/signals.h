// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C, SIGTERM and SIGUSR1 end a run without a window after its current step, so that what it has is written. SIGUSR1 is
// how batch systems say that the time is over: the program then ends with a status that asks to be started again.
#pragma once

#include "core/run/control.h"

#include <thread>

namespace gridscope::app {

// While it lives, these signals stop `control`. A second signal ends the program at once, as usual.
class StopOnSignal {
public:
    explicit StopOnSignal(run::Control& control);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    static bool wasTimeOver();           // SIGUSR1 came

private:
    std::jthread listener_;
};

} // namespace gridscope::app
