// SPDX-License-Identifier: GPL-3.0-or-later
// Hears a run, does nothing with it and knows how it ended.
#pragma once

#include "core/run/sink.h"

namespace gridscope::bench {

class UntilEnd : public run::SilentSink {
public:
    void onEnd(const run::End& end) override { ended = end; }
    run::End ended;
};

} // namespace gridscope::bench
