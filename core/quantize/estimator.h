// SPDX-License-Identifier: GPL-3.0-or-later
// Forward and backward of one tensor's values, without torch: plain loops over the equations of cpq.h, expected_value.h
// and ste.h. `backward` is the one switch over estimators in the project.
// Shapes : any; spans of N values. Memory O(N), independent of the bits.
// Threads: pure functions of a chunk; whoever splits a tensor adds the chunks' sums in order (same bits for any threads).
#pragma once

#include "core/kernels/grid.h"
#include "core/method/method_info.h"

#include <span>
#include <string>
#include <string_view>

namespace gridscope::quantize {

Estimator estimatorNamed(std::string_view method); // as in core/method/; ConfigError otherwise
Origin originOf(Estimator estimator);              // of the multi-class ones

struct StepAndNoise {
    float alpha = 1;
    float sigma = 1;
};

// out[i] = alpha * nearest code of x[i]. Not for FullPrecision.
void roundToGrid(std::span<const float> x, float alpha, const Grid& grid, std::span<float> out);

struct ParameterGradient {
    double alpha = 0;
    double sigma = 0;
};
// The relaxed ones need noise and have passes of their own (rq.h); here they count as the expected value they are drawn from.
// gradX[i] = G[i] d x_hat / dx; returns sum_i G[i] d x_hat / d {alpha, sigma}, with G = dL/dx_hat.
ParameterGradient backward(Estimator estimator, std::span<const float> x, std::span<const float> gradOut,
                           const StepAndNoise& p, const Grid& grid, std::span<float> gradX);

} // namespace gridscope::quantize
