// SPDX-License-Identifier: GPL-3.0-or-later
// quantize::MultiClassEstimator for many values at a time.
// With the cell's and the grid's upper borders u, U and lower borders l, L in units of sigma (cpq.h):
//     near+ = e^-u, near- = e^l, far+ = e^-U, far- = e^L            (a border that is the grid's end: near = far = 0)
//     r     = const (1 + far+)(1 + far-) / ((1 + near+)(1 + near-))
//     P, M  = S(-u) -+ S(l),    p, m = S(-U) -+ S(L)                (shares, S the sigmoid; both need the same quotient)
//     X     = sigma  d log r / dx     = p - P
//     B     = K/2 m - (n - centre) p - M/2 - constant
//     A     = sigma  d log r / dalpha = -(n X + B)
//     Y     = sigma / lambda  d log r / dsigma = B - f X            (f = x / alpha - n; A = -(x / alpha X + Y): r does not
//                                                                     change when x, alpha and sigma all double)
// The pull G r X is multiplied with the lever: n, or with Origin::Value n - x / alpha = -f, 0 beyond the grid.
// One division and, with few codes, one exponential for both near+ and near-: 2^r and 2^-r share their polynomial's halves.
#pragma once

#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

using quantize::Origin;

// How far x counts from its own grid point, in cells: not at all beyond the grid's ends.
GRIDSCOPE_INLINE Float offsetInside(const GridConstants& grid, Float code, Float cells)
{
    return clamp(cells, code > grid.low ? all(-1) : Float{}, code < grid.high ? all(1) : Float{});
}

struct Borders {
    Float upper, lower;
};

GRIDSCOPE_INLINE Borders nearBorders(const MultiClassConstants& c, Float exponent) // |exponent| <= reach
{
    const Float shifted = exponent + wholeShift;
    const Float r = exponent - (shifted - wholeShift), square = r * r;
    const Float even = (c.near[4] * square + c.near[2]) * square + c.near[0];
    const Float odd = ((c.near[5] * square + c.near[3]) * square + c.near[1]) * r;
    const Int whole = bitsOf(shifted) << 23;
    const Float upper = floatOf(bitsOf(even + odd) + (whole - c.nearExponent));
    const Float lower = floatOf(bitsOf(even - odd) - (whole + c.nearExponent));
    return {atLeast(upper, all(c.least)), atLeast(lower, all(c.least))};
}

// far = near * decay, with decay the power 2^(-perCell k) of the code's distance k from the grid's end: looked up in a
// table where the grid has so few points.
template <int points>
struct FarByTable {
    GRIDSCOPE_INLINE static Borders decay(const MultiClassConstants& c, Float code)
    {
        const Int index = bitsOf((code - c.grid.low) + wholeShift); // its lowest five bits
        return {lookUp(c.fromHigh, index), lookUp(c.fromLow, index)};
    }
    GRIDSCOPE_INLINE static Float lookUp(const float* table, Int index)
    {
#if defined(__AVX512F__)
        if constexpr (points <= 16) { return __builtin_shuffle(load<Float>(table), index); }
        return __builtin_shuffle(load<Float>(table), load<Float>(table + 16), index);
#elif defined(__AVX2__)
        const auto eight = [&](int first) { return __builtin_shuffle(load<Float>(table + first), index); };
        const Float sixteen = (index & 8) != 0 ? eight(8) : eight(0);
        if constexpr (points <= 16) { return sixteen; }
        return (index & 16) != 0 ? ((index & 8) != 0 ? eight(24) : eight(16)) : sixteen;
#else
        return Float{table[index[0] & 31], table[index[1] & 31], table[index[2] & 31], table[index[3] & 31]};
#endif
    }
};

// Elsewhere computed; but most values lie so far inside that the grid's ends do not matter to any of their neighbours
// either, and where the lever is the code nothing matters at code 0.
template <Origin origin>
struct FarByPower {
    GRIDSCOPE_INLINE static Borders decay(const MultiClassConstants& c, Float code)
    {
        const Float upper = (code - c.grid.high) * c.perCell, lower = (c.grid.low - code) * c.perCell;
        Int matters = (upper > c.leastExponent) | (lower > c.leastExponent);
        if constexpr (origin == Origin::Zero) { matters &= code != 0.0F; }
        if (!anyOf(matters)) { return {Float{}, Float{}}; }
        return {powerOfTwo(atLeast(upper, all(c.leastExponent))), powerOfTwo(atLeast(lower, all(c.leastExponent)))};
    }
};

template <Origin origin, typename Far>
inline ParameterSums multiClassWith(const MultiClassConstants& constants, const Gradients& values)
{
    const MultiClassConstants c = constants; // a copy of our own: no store can change it
    ParameterSums sums = overBlocks(values, [&](Float x, Float gradOut) {
        const Float code = nearestCode(c.grid, x);
        const Float exponent = clamp(offset(c.grid, x, code) * c.perUnit, all(-c.reach), all(c.reach));
        Borders near = nearBorders(c, exponent), far = Far::decay(c, code);
        near.upper = code < c.grid.high ? near.upper : Float{};
        near.lower = code > c.grid.low ? near.lower : Float{};
        far.upper *= near.upper;
        far.lower *= near.lower;

        const Float nearProduct = near.upper * near.lower, farProduct = far.upper * far.lower;
        const Float nearSum = near.upper + near.lower, farSum = far.upper + far.lower;
        const Float nearWhole = 1.0F + nearSum + nearProduct; // (1 + near+)(1 + near-)
        const Float farWhole = 1.0F + farSum + farProduct;
        const Float inverse = reciprocal(nearWhole * farWhole);
        const Float nearInverse = inverse * farWhole, farInverse = inverse * nearWhole;
        const Float capitalP = (near.upper - near.lower) * nearInverse;
        const Float p = (far.upper - far.lower) * farInverse;
        const Float capitalM = (nearSum + 2.0F * nearProduct) * nearInverse;
        const Float m = (farSum + 2.0F * farProduct) * farInverse;

        const Float logX = p - capitalP;
        const Float b = (c.halfPoints * m - (code - c.centre) * p) - (0.5F * capitalM + c.constant);
        const Float along = gradOut * code, f = exponent * c.cells;
        const Float lever = origin == Origin::Zero ? along : -gradOut * offsetInside(c.grid, code, f);
        const Float pull = lever * c.factor * (farWhole * nearInverse); // G lever lambda r
        return Shares{pull * logX, along - pull * (code * logX + b), pull * (b - f * logX)};
    });
    sums.sigma *= c.lambda;
    return sums;
}

template <Origin origin>
inline ParameterSums multiClass(const MultiClassConstants& c, const Gradients& values)
{
    if (c.grid.high - c.grid.low < 16) { return multiClassWith<origin, FarByTable<16>>(c, values); }
    if (c.grid.high - c.grid.low < 32) { return multiClassWith<origin, FarByTable<32>>(c, values); }
    return multiClassWith<origin, FarByPower<origin>>(c, values);
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
