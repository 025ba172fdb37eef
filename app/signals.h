// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C, SIGTERM, SIGHUP (the terminal or SSH has gone), SIGPIPE (nobody reads any more: `| head`) and SIGUSR1 end a run without
// a window after its current step, so that what it has is written. SIGUSR1 is how batch systems say that the time is over: the
// program then ends with a status that asks to be started again.
#pragma once

#include "core/run/control.h"

#include <functional>
#include <thread>

namespace gridscope::app {

// While it lives, these signals stop `control`. A second signal ends the program at once, as usual (but SIGPIPE, which any line
// on standard error may bring). The first does so, too, when the work cannot hear it: nothing has begun that would be lost
// (`hasBegun`), or a library asks again and again for memory that there is not.
class StopOnSignal {
public:
    explicit StopOnSignal(run::Control& control, std::function<bool()> hasBegun = {});
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    static bool wasTimeOver(); // SIGUSR1 came

private:
    std::jthread listener_;
};

} // namespace gridscope::app
