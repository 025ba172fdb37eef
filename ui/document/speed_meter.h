// SPDX-License-Identifier: GPL-3.0-or-later
// Steps per second over the last moments, from (time, steps so far) samples taken once a frame.
#pragma once

#include <cstdint>
#include <deque>

namespace gridscope::ui {

class SpeedMeter {
public:
    static constexpr std::int64_t windowMilliseconds = 2000;
    static constexpr std::int64_t steadyMilliseconds = 1000; // less than this says little

    void clear() { samples_.clear(); }
    void add(std::int64_t milliseconds, std::int64_t steps)
    {
        samples_.push_back({milliseconds, steps});
        while (milliseconds - samples_.front().milliseconds > windowMilliseconds) { samples_.pop_front(); }
    }
    double stepsPerSecond() const
    {
        if (span() <= 0) { return 0; }
        return 1000.0 * static_cast<double>(samples_.back().steps - samples_.front().steps)
               / static_cast<double>(span());
    }
    bool isSteady() const { return span() >= steadyMilliseconds; }

private:
    struct Sample {
        std::int64_t milliseconds = 0;
        std::int64_t steps = 0;
    };
    std::int64_t span() const
    {
        return samples_.empty() ? 0 : samples_.back().milliseconds - samples_.front().milliseconds;
    }
    std::deque<Sample> samples_;
};

} // namespace gridscope::ui
