// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/measure.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace gridscope::quantize {

namespace {

constexpr int mostBins = 1024;

double scoreOf(double distanceSum, double weights) // 0 spread evenly, 1 on the grid points, -1 on the cell borders
{
    return weights > 0 ? 1 - distanceSum / weights / 0.25 : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

int binsPerCellFor(const Grid& grid, int wanted)
{
    const auto fitting = std::bit_floor(unsigned(std::max(1, mostBins / grid.points())));
    return int(std::min(std::bit_floor(unsigned(std::max(1, wanted))), fitting));
}

void measure(std::span<const float> weights, double alpha, const Grid& grid, int binsPerCell,
             std::vector<std::int8_t>& codes, run::LayerState& state)
{
    state.low = grid.low;
    state.high = grid.high;
    state.binsPerCell = binsPerCellFor(grid, binsPerCell);
    const int bins = grid.points() * state.binsPerCell;
    state.histogram.assign(std::size_t(bins), 0);
    state.counts.assign(std::size_t(grid.points()), 0);
    const bool comparable = codes.size() == weights.size();
    codes.resize(weights.size());

    const auto step = float(alpha);
    double distance = 0, distanceNonzero = 0, error = 0, energy = 0;
    std::uint64_t inside = 0, insideNonzero = 0, changed = 0;
    state.below = state.above = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float w = weights[i];
        const float t = w / step;
        const int code = nearestCode(w, step, grid);
        ++state.counts[std::size_t(code - grid.low)];
        changed += comparable && codes[i] != code;
        codes[i] = std::int8_t(code);
        const float miss = w - step * float(code);
        error += double(miss * miss);
        energy += double(w * w);
        // The same cell decides on code and bin, so a border never cuts a bin and no weight counts twice.
        const float cell = std::floor(t + 0.5F);
        if (cell < float(grid.low)) {
            ++state.below;
        } else if (cell > float(grid.high)) {
            ++state.above;
        } else {
            const float within = t + 0.5F - cell; // [0, 1)
            const int bin = std::min(int(within * float(state.binsPerCell)), state.binsPerCell - 1);
            ++state.histogram[std::size_t((code - grid.low) * state.binsPerCell + bin)];
            const double away = std::abs(double(t) - double(code));
            distance += away;
            ++inside;
            if (code != 0) {
                distanceNonzero += away;
                ++insideNonzero;
            }
        }
    }
    const auto all = double(std::max<std::size_t>(1, weights.size()));
    state.score = scoreOf(distance, double(inside));
    state.scoreNonzero = scoreOf(distanceNonzero, double(insideNonzero));
    state.zeroShare = double(state.counts[std::size_t(-grid.low)]) / all;
    state.meanSquareError = error / all;
    state.relativeError = energy > 0 ? error / energy : 0;
    state.changedShare = double(changed) / all;
}

} // namespace gridscope::quantize
