// SPDX-License-Identifier: GPL-3.0-or-later
// The quantizers of BSQ's public code that are not its bit planes: rounding in units of a tensor's largest value, and the
// learned clip before it.
// Source : bsq.md section 2; PACT: Choi et al., arXiv 1805.06085.
// Shapes : any, as flat spans of equal length. Units: those of x.
// Errors : none. A tensor of zeros stays zeros.
#pragma once

#include <span>

namespace gridscope::quantize {

// S round(|x| K / S) / K sign(x) with S = max|x|; halves go to the even neighbour. 0 bits: zeros. Backward is the identity.
void roundByLargest(std::span<const float> x, int bits, std::span<float> out);
// The same after a nonlinearity, where 0 bits leave x as it is.
void roundActivations(std::span<const float> x, int bits, std::span<float> out);

// min(max(x, 0), clip).
void pact(std::span<const float> x, float clip, std::span<float> out);
// Writes dL/dx and gives dL/d clip. At both ends the gradient passes, at the upper one to the clip, too.
double pactBackward(std::span<const float> x, float clip, std::span<const float> gradOut, std::span<float> gradX);

} // namespace gridscope::quantize
