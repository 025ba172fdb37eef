// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/nice_range.h"

#include "core/run/levels.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::ui {

namespace {

double roundedUp(double value, std::initializer_list<double> mantissas)
{
    if (!(value > 0) || !std::isfinite(value)) { return 1; }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double mantissa : mantissas) {
        if (mantissa * power >= value * (1 - 1e-9)) { return mantissa * power; }
    }
    return 10 * power;
}

std::vector<double> multiplesWithin(double low, double high, double step, int most)
{
    std::vector<double> ticks;
    const double first = std::ceil(low / step - 1e-9);
    for (int i = 0; i <= std::max(1, most) + 1; ++i) { // counted: far from zero, adding 1 may change nothing
        const double tick = (first + i) * step;
        if (tick > high + 1e-9 * step) { break; }
        if (ticks.empty() || tick > ticks.back()) { ticks.push_back(tick); }
    }
    return ticks;
}

} // namespace

double niceStep(double span, int mostTicks) { return roundedUp(span / std::max(1, mostTicks), {1, 2, 5}); }

double niceAbove(double value) { return roundedUp(value, {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8}); }

std::vector<double> niceTicks(double low, double high, int mostTicks)
{
    if (!(high > low)) { return {}; }
    auto ticks = multiplesWithin(low, high, niceStep(high - low, mostTicks), mostTicks);
    // One number tells nothing of a scale: -3.5 to 3.5 with a step of 5.
    for (int finer = 2; ticks.size() < 2 && finer <= 8; finer *= 2) {
        ticks = multiplesWithin(low, high, niceStep(high - low, finer * std::max(1, mostTicks)),
                                finer * std::max(1, mostTicks));
    }
    return ticks;
}

std::vector<double> stepTicks(double low, double high, int mostTicks)
{
    auto ticks = niceTicks(low, high, std::max(2, mostTicks));
    std::erase_if(ticks, [](double tick) { return std::abs(tick - std::round(tick)) > 1e-6; });
    return ticks;
}

double stepAxisEnd(std::int64_t first, std::int64_t last, std::int64_t current)
{
    std::int64_t span = 100;
    while (first - 1 + span < current && span < std::numeric_limits<std::int64_t>::max() / 4) { span *= 2; }
    const std::int64_t end = std::max(current, std::min(last, first - 1 + span));
    // At 2^53, the last step that there is, a double cannot hold one more.
    const auto start = static_cast<double>(first);
    return std::max(static_cast<double>(std::max(end, first + 1)),
                    std::nextafter(start, std::numeric_limits<double>::infinity()));
}

bool CalmRange::fit(double low, double high, std::int64_t now)
{
    const bool isFirst = !(high_ > low_);
    const double span = high - low;
    const bool isOutside = low < low_ || high > high_;
    const bool isSmall = span < 0.5 * (high_ - low_);
    isLate_ = false;
    if (!(span > 0) || !std::isfinite(span) || !(isFirst || isOutside || isSmall)) { return false; }
    if (!isFirst && now - chosenAt_ < pause) {
        isLate_ = true;
        return false;
    }
    low_ = low - padding * span;
    high_ = high + padding * span;
    chosenAt_ = now;
    return true;
}

bool CalmTop::fit(double most, std::int64_t now)
{
    const double wanted = niceAbove(1.05 * most);
    const bool grows = wanted > top_ && most > top_;
    const bool eases = most < 0.4 * top_ && now - chosenAt_ >= pause;
    if (!(most > 0) || !(top_ == 0 || grows || eases)) { return false; }
    top_ = wanted;
    chosenAt_ = now;
    return true;
}

bool CalmNiceRange::fit(double low, double high, std::int64_t now)
{
    if (!std::isfinite(low) || !std::isfinite(high)) { return false; }
    low = std::clamp(low, -run::largestDrawn, run::largestDrawn);
    high = std::clamp(high, -run::largestDrawn, run::largestDrawn);
    const bool isFirst = !(high_ > low_);
    const bool isOutside = low < low_ || high > high_;
    const bool narrows = high - low < 0.35 * (high_ - low_) && now - chosenAt_ >= CalmTop::pause;
    if (!(isFirst || isOutside || narrows)) { return false; }
    // Numbers that differ in their last digits only would leave no room for round ones between them.
    const double least = std::max({1e-9 * std::abs(low), 1e-9 * std::abs(high), run::smallestStepSize});
    const double span = high > low ? std::max(high - low, least) : std::max(std::abs(high), 1e-6);
    const double step = niceStep(span, 5);
    const double below = std::floor((low - 0.02 * span) / step) * step;
    const double newLow = low >= 0 ? std::max(0.0, below) : below; // what is never negative needs no room there
    const double newHigh = std::ceil((high + 0.02 * span) / step) * step;
    low_ = isOutside && !isFirst ? std::min(low_, newLow) : newLow;
    high_ = isOutside && !isFirst ? std::max(high_, newHigh) : newHigh;
    chosenAt_ = now;
    return true;
}

} // namespace gridscope::ui
