// SPDX-License-Identifier: GPL-3.0-or-later
// The hot loops, each compiled once for every instruction set from the same source (levels.cpp) and chosen at run time.
// No torch: plain arrays in and out. The equations stand in core/quantize; what is written here for speed is judged by them.
// Threads: pure functions of their arguments; whoever splits work over threads splits it into the same parts always.
#pragma once

#include "core/base/dispatch.h"
#include "core/kernels/constants.h"
#include "core/kernels/plane_constants.h"

#include <cstddef>
#include <cstdint>

namespace gridscope::kernels {

// One tensor's values on their way back: gradX[i] = gradOut[i] d x_hat / dx.
struct Gradients {
    const float* x = nullptr;
    const float* gradOut = nullptr;
    float* gradX = nullptr;
    std::size_t count = 0;
};
struct ParameterSums { // sum_i gradOut[i] d x_hat / d {alpha, sigma}
    double alpha = 0;
    double sigma = 0;
};

// One picture of a [height, width] plane and its 2x2 max-pooled one of [height / 2, width / 2].
struct PoolShape {
    std::size_t planes = 0;
    std::size_t height = 0;
    std::size_t width = 0;
};
// Which of a window's four values won: 0 and 1 above, 2 and 3 below; noWinner: all were at most 0, so nothing flows back.
constexpr std::uint8_t noWinner = 4;

// What one pass over weights finds out beside the histogram.
struct MeasureTotals {
    double distance = 0;        // from the grid points, in cells, of weights inside the grid
    double distanceNonzero = 0; // without those of code 0
    double error = 0;           // squared rounding errors
    double energy = 0;          // squared weights
    std::int64_t same = 0;      // weights that have the code that `codes` held
};

struct Kernels {
    // out[i] = alpha * nearestCode(x[i]), the same bits as core/kernels/grid.h at every level.
    void (*roundToGrid)(const GridConstants& grid, const float* x, float* out, std::size_t count);
    // NaN in x gives NaN in gradX at its place and in the sums; infinities count as far outside.
    ParameterSums (*plain)(const GridConstants& grid, const Gradients& values);
    ParameterSums (*expectedValue)(const ExpectedValueConstants& c, const Gradients& values);
    ParameterSums (*multiClass)(const MultiClassConstants& c, const Gradients& values);
    ParameterSums (*centred)(const MultiClassConstants& c, const Gradients& values); // with Origin::Value
    // CPQ under relaxed masks. Adds to maskSums[k] the sum_i gradOut[i] z dx_hat/dz for the mask z between steps k and k + 1.
    void (*roundToRelaxedGrid)(const RelaxedConstants& c, const float* x, float* out, std::size_t count);
    ParameterSums (*relaxed)(const RelaxedConstants& c, const Gradients& values, double* maskSums);
    ParameterSums (*relaxedCentred)(const RelaxedConstants& c, const Gradients& values, double* maskSums);
    // Puts the codes into `codes` and counts into four tables of constants.tableSize bins each, to be added up.
    void (*measure)(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals);
    bool (*isFinite)(const float* values, std::size_t count);
    // out = max over 2x2 of max(in, 0), with LibTorch's rules for ties, NaN and signed zeros.
    void (*reluPool)(const PoolShape& shape, const float* in, float* out, std::uint8_t* winners);
    void (*reluPoolBackward)(const PoolShape& shape, const float* gradOut, const std::uint8_t* winners, float* gradIn);
    void (*stepPlanes)(const PlaneConstants& constants, const PlaneArrays& arrays, PlaneTotals& totals);
};

const Kernels& kernels();                      // for run::dispatch()
const Kernels& kernelsOf(run::Dispatch level); // for tests; one that canRun()

} // namespace gridscope::kernels
