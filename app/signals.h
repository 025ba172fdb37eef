// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C and SIGTERM end a run without a window after its current step, so that what it has is written.
#pragma once

#include "core/run/control.h"

#include <thread>

namespace gridscope::app {

// While it lives, SIGINT and SIGTERM stop `control`. A second signal ends the program at once, as usual.
class StopOnSignal {
public:
    explicit StopOnSignal(run::Control& control);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

private:
    std::jthread listener_;
};

} // namespace gridscope::app
