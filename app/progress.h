// SPDX-License-Identifier: GPL-3.0-or-later
// Progress of a run without a window: a bar with the time left on a terminal, plain lines otherwise. Writes to stderr.
#pragma once

#include "core/run/sink.h"

#include <chrono>
#include <string>

namespace gridscope::app {

std::string timeText(double seconds); // "45 s", "12 min 05 s", "3 h 20 min"
std::string barText(double share);    // "[######..................]  25 %"

class Progress final : public run::SilentSink {
public:
    Progress();
    void onStart(const run::Start& start) override;
    void onStep(const run::Step& step) override;
    void onEvaluation(const run::Evaluation& evaluation) override;
    void onMark(const run::Mark& mark) override;
    void onEnd(const run::End& end) override;

private:
    using Clock = std::chrono::steady_clock;
    void line(const std::string& text); // a whole line of its own
    void drawBar(const run::Step& step);

    bool terminal_;
    bool barShown_ = false;
    run::Start start_;
    Clock::time_point began_{};
    Clock::time_point lastDrawn_{};
    std::int64_t stepsSeen_ = 0;
};

} // namespace gridscope::app
