// SPDX-License-Identifier: GPL-3.0-or-later
// What the multi-class estimator multiplies the change of the chosen point's probability with.
// Source : cpq.md section 3; the paper's is Origin::Zero, that of cpq-centred Origin::Value.
// Units  : x and alpha in weight units, and so is the lever.
#pragma once

#include "core/kernels/grid.h"

#include <algorithm>

namespace gridscope::quantize {

// g* from the origin: `chosen` is the code n* of g*, `grid` the widest that x may lie on.
template <typename Real>
Real leverOf(Origin origin, Real x, Real alpha, int chosen, const Grid& grid)
{
    if (origin == Origin::Zero) { return alpha * Real(chosen); }
    const int own = nearestCode(x, alpha, grid);
    Real offset = offsetFromGridPoint(x, alpha, own);
    if (own == grid.high) { offset = std::min(offset, Real(0)); } // beyond the grid x counts as its end
    if (own == grid.low) { offset = std::max(offset, Real(0)); }
    return alpha * Real(chosen - own) - offset;
}

} // namespace gridscope::quantize
