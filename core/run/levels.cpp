// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/levels.h"

#include "core/base/whole.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace gridscope::run {

Levels Levels::uniform(double step, int low, int high, double offset)
{
    Levels levels;
    levels.step_ = step;
    levels.low_ = low;
    levels.high_ = high;
    levels.offset_ = offset;
    return levels;
}

Levels Levels::free(std::vector<double> points, std::vector<int> groups)
{
    return free(std::make_shared<const FreeLevels>(FreeLevels{std::move(points), std::move(groups)}));
}

Levels Levels::free(std::shared_ptr<const FreeLevels> points, int low)
{
    Levels levels;
    levels.low_ = low;
    levels.high_ = low + int(points->points.size()) - 1;
    levels.free_ = std::move(points);
    return levels;
}

std::string Levels::name(int i) const
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", isUniform() ? code(i) + offset_ : point(i));
    return text;
}

double Levels::point(int i) const
{
    return isUniform() ? step_ * (low_ + i + offset_) : free_->points.at(std::size_t(i));
}

double Levels::border(int i) const
{
    if (isUniform()) { return step_ * (low_ + i - 0.5 + offset_); }
    if (size() == 1) { return point(0) + (i == 0 ? -0.5 : 0.5) * std::max(std::abs(point(0)), smallestStepSize); }
    if (i == 0) { return point(0) - (point(1) - point(0)) / 2; }
    if (i == size()) { return point(i - 1) + (point(i - 1) - point(i - 2)) / 2; }
    return point(i - 1) + (point(i) - point(i - 1)) / 2;
}

double Levels::narrowest() const
{
    if (isUniform()) { return step_; }
    double least = border(size()) - border(0);
    for (int i = 1; i < size(); ++i) { least = std::min(least, point(i) - point(i - 1)); }
    return least;
}

int Levels::nearest(double value) const
{
    if (isUniform()) { return wholeIn(std::floor(value / step_ - offset_ + 0.5), low_, high_) - low_; }
    return wholeIn(std::floor(cellsBelow(value)), 0, size() - 1);
}

double Levels::cellsBelow(double value) const
{
    if (isUniform()) { return value / step_ - low_ + 0.5 - offset_; }
    if (std::isnan(value)) { return value; }
    int cell = 0; // the last one that begins at or below the value, by halves
    for (int after = size(); after - cell > 1;) {
        const int middle = cell + (after - cell) / 2;
        (value >= border(middle) ? cell : after) = middle;
    }
    return cell + (value - border(cell)) / (border(cell + 1) - border(cell));
}

double Levels::binEdge(int bin, int binsPerCell) const
{
    if (isUniform()) { return step_ * (low_ - 0.5 + offset_ + double(bin) / binsPerCell); }
    const int cell = std::clamp(bin / binsPerCell, 0, size() - 1); // beyond the ends as wide as the last cell there
    return border(cell) + (border(cell + 1) - border(cell)) * double(bin - cell * binsPerCell) / binsPerCell;
}

std::optional<int> Levels::binOf(double value, int binsPerCell) const
{
    const int bins = size() * binsPerCell;
    const int bin = wholeIn(std::floor(cellsBelow(value) * binsPerCell), -1, bins);
    return bin >= 0 && bin < bins ? std::optional(bin) : std::nullopt;
}

std::optional<int> Levels::zero() const
{
    const int i = nearest(0);
    return point(i) == 0 ? std::optional(i) : std::nullopt;
}

bool Levels::isDrawable() const
{
    const double least = narrowest(), most = std::max(std::abs(border(0)), std::abs(border(size())));
    return least >= smallestStepSize && most <= largestDrawn;
}

Levels levelsOf(const LayerState& state)
{
    return state.free ? Levels::free(state.free, state.low)
                      : Levels::uniform(state.alpha, state.low, state.high, state.offset);
}

} // namespace gridscope::run
