// SPDX-License-Identifier: GPL-3.0-or-later
// The uniform quantization grid: points alpha * n for whole n in [low, high], zero always among them.
// Source : cpq.md section 1 (Lee et al., ICCV 2021, section 3). Rounding to the nearest point is the most probable
//          point of a logistic distribution around x, so it is also CPQ's forward pass (section 2).
// Units  : alpha (step size) in weight units, n is the integer code.
#pragma once

#include <cmath>
#include <span>

namespace gridscope::quantize {

struct Grid {
    int low = 0;
    int high = 0;
    int points() const { return high - low + 1; }
    bool operator==(const Grid&) const = default;
};

// From where the chosen point's distance counts in the multi-class estimator (cpq.md section 3).
enum class Origin {
    Zero,  // the paper's: the point's own value g*
    Value, // its distance from the value that is rounded, g* - x; nothing beyond the grid's ends
};

// b bits: n in [-2^(b-1), 2^(b-1) - 1]; the symmetric variant drops the lowest point (not at 1 bit, which would leave one).
Grid signedGrid(int bits, bool symmetric = false);
// b bits, for activations after a ReLU: n in [0, 2^b - 1].
Grid unsignedGrid(int bits);

// The code n of the grid point nearest to x; a tie goes up, as in the histogram's cells [n - 1/2, n + 1/2).
// x beyond the grid goes to its end; NaN goes to the low end (and is reported by whoever checks the numbers).
template <typename Real>
int nearestCode(Real x, Real alpha, const Grid& grid)
{
    const Real cell = std::floor(x / alpha + Real(0.5));
    return cell >= Real(grid.high) ? grid.high : cell > Real(grid.low) ? int(cell) : grid.low;
}

// x - alpha n. In double also for float values: far from zero the product's rounding error would otherwise be as large as
// the distance to a cell border.
template <typename Real>
Real offsetFromGridPoint(Real x, Real alpha, int code)
{
    return Real(double(x) - double(alpha) * double(code));
}

// Step size and noise scale of the logarithms that are learned, kept where alpha n and 1 / sigma are floats, and where
// neither is nothing beside the other: beyond that no gradient is a number.
float stepOf(float logAlpha);
float noiseOf(float logSigma, float alpha);

// The step size with the smallest squared error of rounding `values` to the grid, by scanning. cpq.md section 8 says why
// not from the standard deviation. At most `sampleLimit` values, evenly strided, are looked at.
double fitStepSize(std::span<const float> values, const Grid& grid, std::size_t sampleLimit = 32768);

} // namespace gridscope::quantize
