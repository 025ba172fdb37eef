// SPDX-License-Identifier: GPL-3.0-or-later
// The estimators at speed: the same results as the equations beside this file, by the vectorised kernels of core/kernels.
// Where a kernel does not fit (step sizes or noise at the edge of what floats hold), the equations themselves are asked.
// Accuracy: rounding is equal bit for bit; gradients agree with the dense definition to 1e-5 of the largest one
// (tests/core/tst_kernels.cpp), and differ between instruction sets by less than that.
#pragma once

#include "core/quantize/estimator.h"
#include "core/quantize/relaxed_masks.h"

#include <optional>

namespace gridscope::quantize {

bool roundToGridFused(std::span<const float> x, float alpha, const Grid& grid, std::span<float> out); // false: not done
std::optional<ParameterGradient> backwardFused(Estimator estimator, std::span<const float> x,
                                               std::span<const float> gradOut, const StepAndNoise& p, const Grid& grid,
                                               std::span<float> gradX); // nothing: not done

// The same for relaxed masks.
bool roundToRelaxedGridFused(std::span<const float> x, const StepAndNoise& p, const std::vector<Grid>& levels,
                             const std::vector<float>& masks, std::span<float> out);
std::optional<RelaxedGradient> backwardRelaxedFused(Origin origin, std::span<const float> x,
                                                    std::span<const float> gradOut, const StepAndNoise& p,
                                                    const std::vector<Grid>& levels, const std::vector<float>& masks,
                                                    std::span<float> gradX);

} // namespace gridscope::quantize
