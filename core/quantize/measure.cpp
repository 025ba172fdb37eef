// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/measure.h"

#include "core/kernels/kernels.h"
#include "core/run/levels.h"

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
    const auto zeroCell = state.histogram.begin() - std::ptrdiff_t(grid.low) * state.binsPerCell;
    const auto insideZero = std::accumulate(zeroCell, zeroCell + state.binsPerCell, std::uint64_t(0));
    state.score = scoreOf(totals.distance, double(inside));
    state.scoreNonzero = scoreOf(totals.distanceNonzero, double(inside - insideZero));
    state.zeroShare = double(state.counts[std::size_t(-grid.low)]) / all;
    state.meanSquareError = totals.error / all;
    state.relativeError = totals.energy > 0 ? totals.error / totals.energy : 0;
    state.changedShare = comparable ? (double(weights.size()) - double(totals.same)) / all : 0;
}

namespace {

// What the loop adds up, weight by weight.
struct Sums {
    double distance = 0, distanceNonzero = 0; // in cells, of weights inside
    double inside = 0, insideZero = 0;
    double error = 0, energy = 0;
};

// 0 on the point, 1/2 on the border.
double distanceInCells(const run::Levels& levels, int point, double weight)
{
    const double from = weight - levels.point(point);
    return std::abs(from) / (2 * std::abs(levels.border(from < 0 ? point : point + 1) - levels.point(point)));
}

void addWeight(const run::Levels& levels, double weight, run::LayerState& state, Sums& sums)
{
    const int nearest = levels.nearest(weight);
    ++state.counts[std::size_t(nearest)];
    const double error = weight - levels.point(nearest);
    sums.error += error * error;
    sums.energy += weight * weight;
    const auto bin = levels.binOf(weight, state.binsPerCell);
    if (!bin) { return void(++(weight < levels.point(0) ? state.below : state.above)); }
    ++state.histogram[std::size_t(*bin)];
    const double distance = distanceInCells(levels, nearest, weight);
    const bool isZero = levels.point(nearest) == 0;
    sums.distance += distance;
    sums.distanceNonzero += isZero ? 0 : distance;
    sums.inside += 1;
    sums.insideZero += isZero ? 1 : 0;
}

// Writes the codes anew; how many weights have the one that they had.
std::size_t keepCodes(const run::Levels& levels, std::span<const float> weights, std::vector<std::int8_t>& codes)
{
    const std::size_t width = levels.size() > 256 ? 2 : 1;
    const bool comparable = codes.size() == weights.size() * width;
    codes.resize(weights.size() * width);
    std::size_t same = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto code = std::uint16_t(levels.nearest(double(weights[i])));
        bool isSame = comparable;
        for (std::size_t b = 0; b < width; ++b) {
            const auto byte = std::int8_t(std::uint8_t(code >> (8 * b)));
            isSame = isSame && codes[i * width + b] == byte;
            codes[i * width + b] = byte;
        }
        same += isSame ? 1 : 0;
    }
    return comparable ? same : weights.size();
}

} // namespace

void measureOnLevels(std::span<const float> weights, int binsPerCell, std::vector<std::int8_t>& codes,
                     run::LayerState& state)
{
    const run::Levels levels = run::levelsOf(state);
    state.binsPerCell = binsPerCellFor(Grid{state.low, state.high}, binsPerCell);
    state.histogram.assign(std::size_t(levels.size() * state.binsPerCell), 0);
    state.counts.assign(std::size_t(levels.size()), 0);
    state.below = state.above = 0;
    Sums sums;
    for (const float weight : weights) { addWeight(levels, double(weight), state, sums); }
    const auto all = double(std::max<std::size_t>(1, weights.size()));
    const auto zero = levels.zero();
    state.score = scoreOf(sums.distance, sums.inside);
    state.scoreNonzero = scoreOf(sums.distanceNonzero, sums.inside - sums.insideZero);
    state.zeroShare = zero ? double(state.counts[std::size_t(*zero)]) / all : 0;
    state.meanSquareError = sums.error / all;
    state.relativeError = sums.energy > 0 ? sums.error / sums.energy : 0;
    state.changedShare = (double(weights.size()) - double(keepCodes(levels, weights, codes))) / all;
}

} // namespace gridscope::quantize
