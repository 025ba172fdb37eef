// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/constants.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace gridscope::kernels {

namespace {

constexpr float smallest = 1e-15F, largest = 1e15F; // step sizes
constexpr double mostLambda = 60, leastLambda = 1e-4;
constexpr double windowReach = 17; // e^-17 is a float's resolution
// The polynomial of vector.h's powerOfTwo.
constexpr std::array power = {
    1.0, 0.6931470036506653, 0.24022242426872253, 0.05550733581185341, 0.009671512991189957, 0.001326472731307149};

} // namespace

std::optional<GridConstants> gridConstants(float alpha, const quantize::Grid& grid)
{
    if (!(alpha > smallest && alpha < largest)) { return {}; }
    GridConstants c;
    c.alpha = alpha;
    c.inverse = 1 / alpha;
    int exponent = 0;
    const float mantissa = std::frexp(alpha, &exponent);
    c.alphaHigh = std::ldexp(std::floor(std::ldexp(mantissa, 14)), exponent - 14);
    c.alphaLow = alpha - c.alphaHigh;
    c.low = float(grid.low);
    c.high = float(grid.high);
    c.lowest = alpha * c.low;
    c.highest = alpha * c.high;
    return c;
}

std::optional<MultiClassConstants> multiClassConstants(float alpha, float sigma, const quantize::Grid& grid)
{
    const auto onGrid = gridConstants(alpha, grid);
    const double lambda = double(alpha) / double(sigma), points = grid.points();
    if (!onGrid || !(lambda > leastLambda && lambda < mostLambda)) { return {}; }
    MultiClassConstants c;
    c.grid = *onGrid;
    c.lambda = lambda;
    c.perUnit = float(std::numbers::log2e / double(sigma));
    c.perCell = float(lambda * std::numbers::log2e);
    c.cells = float(1 / (lambda * std::numbers::log2e));
    const double half = lambda * std::numbers::log2e / 2, whole = std::round(half);
    c.reach = float(half + 30);
    for (std::size_t i = 0; i < power.size(); ++i) { c.near[i] = float(power[i] * std::exp2(whole - half)); }
    c.nearExponent = int(whole) * (1 << 23);
    c.centre = float(grid.low + grid.high) / 2;
    c.halfPoints = float(points) / 2;
    c.constant = float(1 / std::expm1(lambda) - points / std::expm1(points * lambda));
    c.factor = float(lambda * std::expm1(-lambda) / std::expm1(-points * lambda));
    for (int k = 0; k < grid.points() && grid.points() <= c.mostInTables; ++k) {
        const float decay = std::max(c.least, float(std::exp(-lambda * k)));
        c.fromLow[k] = decay;
        c.fromHigh[grid.points() - 1 - k] = decay;
    }
    return c;
}

bool setRelaxedConstants(RelaxedConstants& c, float alpha, float sigma, const MaskStep* steps, std::size_t count)
{
    if (count == 0 || count > std::size_t(RelaxedConstants::mostSteps)) { return false; }
    const quantize::Grid& openGrid = steps[count - 1].grid;
    const auto open = multiClassConstants(alpha, sigma, openGrid);
    if (!open || openGrid.points() > RelaxedConstants::mostPoints) { return false; }
    // Beyond these nothing changes, and products of two such powers and two borders fit a float.
    constexpr double leastExponent = -32, mostExponent = 90, mostPerCell = 28;
    const double perCell = open->lambda * std::numbers::log2e;
    if (perCell > mostPerCell || steps[count - 1].mask < 0x1p-40) { return false; }
    const auto power = [&](int cells) {
        return float(std::exp2(std::clamp(perCell * cells, leastExponent, mostExponent)));
    };
    c.open = *open;
    c.points = openGrid.points();
    c.count = int(count);
    c.pointRate = float(1 / std::expm1(open->lambda));
    for (std::size_t k = 0; k < count; ++k) {
        const quantize::Grid& grid = steps[k].grid;
        RelaxedConstants::Step& s = c.steps[k];
        const double width = open->lambda * grid.points();
        s.low = float(grid.low);
        s.high = float(grid.high);
        s.mask = float(steps[k].mask);
        s.maskAbove = float((steps[k].mask - steps[k].drop) / steps[k].drop);
        s.centre = float(grid.low + grid.high) / 2;
        s.halfPoints = float(grid.points()) / 2;
        s.weight = float(steps[k].drop * std::expm1(-width) / std::expm1(-open->lambda));
        s.rate = float(grid.points() / std::expm1(width));
        for (int code = openGrid.low; code <= openGrid.high; ++code) {
            const int entry = code - openGrid.low, nearest = std::clamp(code, grid.low, grid.high);
            s.nearUpper[entry] = power(code - nearest);
            s.nearLower[entry] = power(nearest - code);
            s.farUpper[entry] = power(code - grid.high);
            s.farLower[entry] = power(grid.low - code);
        }
    }
    return true;
}

std::optional<ExpectedValueConstants> expectedValueConstants(float alpha, float sigma, const quantize::Grid& grid)
{
    const auto onGrid = gridConstants(alpha, grid);
    const double lambda = double(alpha) / double(sigma);
    if (!onGrid || !(lambda > leastLambda && lambda < mostLambda)) { return {}; }
    ExpectedValueConstants c;
    c.grid = *onGrid;
    c.perUnit = float(std::numbers::log2e / double(sigma));
    c.perCell = float(lambda * std::numbers::log2e);
    c.cells = float(1 / (lambda * std::numbers::log2e));
    c.half = c.perCell / 2;
    c.reach = c.half + 30;
    c.lambda = float(lambda);
    c.centre = float(grid.low + grid.high) / 2;
    c.lastCode = float(grid.high - grid.low) / 2;
    c.decay = float(std::exp(-lambda));
    c.growth = float(std::exp(lambda));
    c.window = int(std::min(double(grid.points() - 1), std::ceil(windowReach / lambda)));
    return c;
}

MeasureConstants measureConstants(double alpha, const quantize::Grid& grid, int binsPerCell)
{
    MeasureConstants c;
    // A step size beyond these is as good as none; its picture need not be right, only be there.
    const float shown = std::clamp(float(alpha), 2 * smallest, largest / 2);
    c.grid = gridConstants(std::isfinite(shown) ? shown : 1.0F, grid).value();
    c.binsPerCell = float(binsPerCell);
    c.firstBin = 1 - grid.low * binsPerCell;
    const float halfBin = 0.5F / float(binsPerCell);
    c.below = c.grid.alpha * (c.grid.low - 0.5F - halfBin);
    c.above = c.grid.alpha * (c.grid.high + 0.5F + halfBin);
    c.lastBin = grid.points() * binsPerCell + 1;
    c.zeroBin = 1 - grid.low * binsPerCell + binsPerCell / 2;
    c.tableSize = std::size_t(c.lastBin) + 1;
    return c;
}

} // namespace gridscope::kernels
