// SPDX-License-Identifier: GPL-3.0-or-later
// Axis ranges that do not jump while a run goes on, and round numbers to label them with.
// Units  : times in milliseconds of any one clock; callers pass them, so that tests need not wait.
#pragma once

#include <cstdint>
#include <vector>

namespace gridscope::ui {

double niceStep(double span, int mostTicks); // 1, 2 or 5 times a power of ten
double niceAbove(double value);              // the next rounder number, at or above
std::vector<double> niceTicks(double low, double high, int mostTicks);
std::vector<double> stepTicks(double low, double high, int mostTicks); // whole numbers; two at least

// The step axis grows by doubling until it holds the whole run: calm, yet the first seconds fill the picture.
double stepAxisEnd(std::int64_t first, std::int64_t last, std::int64_t current);

// Somewhat wider than the data; chosen anew only when the data leave it or fill less than half, at most once a second.
class CalmRange {
public:
    bool fit(double low, double high, std::int64_t now); // true when the range changed
    bool isLate() const { return isLate_; }              // a change is due as soon as the second is over
    void reset() { *this = {}; }
    double low() const { return low_; }
    double high() const { return high_; }

    static constexpr std::int64_t pause = 1000;
    static constexpr double padding = 0.07; // of the data's span, on each side

private:
    double low_ = 0;
    double high_ = 0;
    std::int64_t chosenAt_ = 0;
    bool isLate_ = false;
};

// From zero to a round number: grows at once, since nothing may be cut off, and eases down rarely.
class CalmTop {
public:
    bool fit(double most, std::int64_t now);
    void reset() { *this = {}; }
    double top() const { return top_; }

    static constexpr std::int64_t pause = 3000;

private:
    double top_ = 0;
    std::int64_t chosenAt_ = 0;
};

// Round numbers around data that need not touch zero: grows at once, narrows rarely.
class CalmNiceRange {
public:
    bool fit(double low, double high, std::int64_t now);
    void reset() { *this = {}; }
    double low() const { return low_; }
    double high() const { return high_; }

private:
    double low_ = 0;
    double high_ = 0;
    std::int64_t chosenAt_ = 0;
};

} // namespace gridscope::ui
