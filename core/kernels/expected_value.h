// SPDX-License-Identifier: GPL-3.0-or-later
// quantize::ExpectedValueEstimator for many values at a time, by summation by parts: with S_k the distribution function
// at the border above code k, l = low - 1, h = high and c the code nearest to x,
//     mean of n = c + N / Z,    Z = S_h - S_l,    N = sum_(c <= k < h) (S_h - S_k) - sum_(l < k < c) (S_k - S_l)
// so each border costs one division, and borders further away than the window count nothing. Three running sums give
// value and all gradients. The grid is mirrored so that x lies above its centre: there the S are small, not close to 1,
// and their differences keep their digits however far outside x is.
#pragma once

#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

struct BorderSums {
    Float value{}, slope{}, slopeTimes{};                 // S, s = S (1 - S) = dS/du, s times the distance in cells
    GRIDSCOPE_INLINE void add(Float tail, Float distance) // tail = e^-u, S = 1 / (1 + tail)
    {
        const Float s = reciprocal(1.0F + tail), slopeHere = tail * s * s;
        value += s;
        slope += slopeHere;
        slopeTimes += slopeHere * distance;
    }
};

inline ParameterSums expectedValue(const ExpectedValueConstants& constants, const Gradients& values)
{
    const ExpectedValueConstants c = constants;
    ParameterSums sums = overBlocks(values, [&](Float x, Float gradOut) {
        const Float code = nearestCode(c.grid, x);
        const Float exponent = clamp(offset(c.grid, x, code) * c.perUnit, all(-c.reach), all(c.reach));
        const Float signedOffset = exponent * c.cells, fromCentre = code - c.centre;
        const Float sign = (fromCentre + signedOffset) < 0.0F ? all(-1) : all(1);
        const Float away = sign * fromCentre, f = sign * signedOffset, y = sign * exponent;

        // Exponents of the tails; the grid's ends first, then the borders next to x.
        const Float toHigh = c.lastCode - away, toLow = c.lastCode + away; // in cells, from c
        const auto tailOf = [&](Float e) { return powerOfTwo(clamp(e, all(-100), all(120))); };
        const Float highTail = tailOf((y - c.half) - c.perCell * toHigh);
        const Float lowTail = tailOf((y + c.half) + c.perCell * toLow);
        Float upperTail = tailOf(y - c.half), lowerTail = tailOf(y + c.half);
        const Float highDistance = toHigh + (0.5F - f), lowDistance = (-0.5F - f) - toLow;
        BorderSums high, low, inner;
        high.add(highTail, highDistance);
        low.add(lowTail, lowDistance);
        Float upperDistance = 0.5F - f, lowerDistance = -0.5F - f;
        for (int k = 0; k < c.window; ++k) { // a border beyond the grid's end counts as the end and cancels
            inner.add(atLeast(upperTail, highTail), atMost(upperDistance, highDistance));
            inner.add(atMost(lowerTail, lowTail), atLeast(lowerDistance, lowDistance));
            upperTail = upperTail * c.decay;
            lowerTail = lowerTail * c.growth;
            upperDistance = upperDistance + 1.0F;
            lowerDistance = lowerDistance - 1.0F;
        }
        const Float window = all(float(c.window));
        const Float inverse = reciprocal(high.value - low.value);
        const Float mean = (window * (high.value + low.value) - inner.value) * inverse;
        const auto derivative = [&](Float numerator, Float denominator) {
            return (numerator - mean * denominator) * inverse;
        };
        const Float byT = derivative(window * (high.slope + low.slope) - inner.slope, high.slope - low.slope);
        const Float byNoise = derivative(window * (high.slopeTimes + low.slopeTimes) - inner.slopeTimes,
                                         high.slopeTimes - low.slopeTimes);
        // d mean / dt = -lambda byT, d mean / d lambda = byNoise.
        const Float alongX = byT * -c.lambda, alongNoise = sign * byNoise * c.lambda;
        const Float t = code + signedOffset;
        return Shares{gradOut * alongX, gradOut * (code + sign * mean - t * alongX + alongNoise), gradOut * alongNoise};
    });
    sums.sigma *= -double(c.lambda);
    return sums;
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
