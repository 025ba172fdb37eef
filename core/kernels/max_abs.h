// SPDX-License-Identifier: GPL-3.0-or-later
// The straight-through estimator on a grid that the largest weight spans: nothing is learned but the weights, nothing is
// clipped, and the gradient passes unchanged.
// Source : Zhou et al., "DoReFa-Net", arXiv 1606.06160, section 2.3, without its tanh (which only narrows the weights'
//          range before they are scaled by their largest absolute value).
// Units  : alpha in weight units.
#pragma once

#include "core/kernels/grid.h"

#include <span>

namespace gridscope::quantize {

// max|x| / max(1, highest code); 1 when all values are 0.
double maxAbsStep(std::span<const float> values, const Grid& grid);

} // namespace gridscope::quantize
