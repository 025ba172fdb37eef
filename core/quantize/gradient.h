// SPDX-License-Identifier: GPL-3.0-or-later
// What a backward pass says of one quantized value.
#pragma once

namespace gridscope::quantize {

// d x_hat / d {x, alpha, sigma} as the estimator defines it, to be multiplied with the incoming dL/dx_hat.
template <typename Real>
struct Gradient {
    Real x = 0;
    Real alpha = 0;
    Real sigma = 0;
};

} // namespace gridscope::quantize
