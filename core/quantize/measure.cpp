// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/measure.h"

#include "core/kernels/kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace gridscope::quantize {

namespace {

constexpr int mostBins = 1024;

double scoreOf(double distanceSum, double weights) // 0 spread evenly, 1 on the grid points, -1 on the cell borders
{
    return weights > 0 ? 1 - distanceSum / weights / 0.25 : std::numeric_limits<double>::quiet_NaN();
}

// Histogram, what lies outside, and from both the count of every grid point: a border never cuts a bin.
void addHistogram(const std::vector<std::uint32_t>& tables, std::size_t size, run::LayerState& state)
{
    const auto count = [&](std::size_t bin) {
        return tables[bin] + tables[size + bin] + tables[2 * size + bin] + tables[3 * size + bin];
    };
    state.below = count(0);
    state.above = count(size - 1);
    state.histogram.assign(size - 2, 0);
    state.counts.assign(std::size_t(state.high - state.low + 1), 0);
    for (std::size_t bin = 0; bin < state.histogram.size(); ++bin) {
        state.histogram[bin] = count(bin + 1);
        state.counts[bin / std::size_t(state.binsPerCell)] += state.histogram[bin];
    }
    state.counts.front() += count(0);
    state.counts.back() += count(size - 1);
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
    const bool comparable = codes.size() == weights.size();
    codes.resize(weights.size());

    const auto constants = kernels::measureConstants(alpha, grid, state.binsPerCell);
    std::vector<std::uint32_t> tables(4 * constants.tableSize, 0);
    kernels::MeasureTotals totals;
    kernels::kernels().measure(constants, weights.data(), weights.size(), codes.data(), tables.data(), totals);
    addHistogram(tables, constants.tableSize, state);

    const auto all = double(std::max<std::size_t>(1, weights.size()));
    const auto inside = std::accumulate(state.histogram.begin(), state.histogram.end(), std::uint64_t(0));
    const auto zeroCell = state.histogram.begin() - grid.low * state.binsPerCell;
    const auto insideZero = std::accumulate(zeroCell, zeroCell + state.binsPerCell, std::uint64_t(0));
    state.score = scoreOf(totals.distance, double(inside));
    state.scoreNonzero = scoreOf(totals.distanceNonzero, double(inside - insideZero));
    state.zeroShare = double(state.counts[std::size_t(-grid.low)]) / all;
    state.meanSquareError = totals.error / all;
    state.relativeError = totals.energy > 0 ? totals.error / totals.energy : 0;
    state.changedShare = comparable ? (double(weights.size()) - double(totals.same)) / all : 0;
}

} // namespace gridscope::quantize
