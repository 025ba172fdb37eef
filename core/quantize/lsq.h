// SPDX-License-Identifier: GPL-3.0-or-later
// Learned Step Size Quantization: the plain straight-through estimator (ste.h) with a start and a gradient scale of its own
// for the step size.
// Source : Esser et al., "Learned Step Size Quantization", ICLR 2020: eq. (3) (in ste.h), section 2.2 (scale), 2.1 (start).
// Choice : alpha is stored as its logarithm like every step size here, and learns at the rate of the weights, as LSQ's
//          steps do. Under Adam the gradient scale cancels; it matters for whoever reads the gradients.
// Units  : alpha in weight units.
#pragma once

#include "core/kernels/grid.h"

#include <cstddef>
#include <span>

namespace gridscope::quantize {

// 2 mean|x| / sqrt(Q_P); 1 when all values are 0.
double lsqInitialStep(std::span<const float> values, const Grid& grid);
// 1 / sqrt(N Q_P)
double lsqGradientScale(std::size_t values, const Grid& grid);

} // namespace gridscope::quantize
