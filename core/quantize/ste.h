// SPDX-License-Identifier: GPL-3.0-or-later
// The plain straight-through estimator with a learned step size: rounding counts as the identity between the outermost
// grid points and as a constant beyond them.
// Source : Bengio et al., arXiv 1308.3432; the step size's gradient as in LSQ, Esser et al., ICLR 2020, eq. (3), without
//          LSQ's gradient scale (alpha has its own learning rate here). sigma takes no part.
#pragma once

#include "core/kernels/grid.h"
#include "core/quantize/gradient.h"

namespace gridscope::quantize {

template <typename Real>
class PlainEstimator {
public:
    PlainEstimator(Real alpha, Grid grid) : alpha_(alpha), grid_(grid) {}

    Gradient<Real> gradient(Real x) const
    {
        const Real t = x / alpha_;
        const auto code = Real(nearestCode(x, alpha_, grid_));
        const bool inside = t >= Real(grid_.low) && t <= Real(grid_.high);
        return inside ? Gradient<Real>{1, code - t, 0} : Gradient<Real>{0, code, 0};
    }

private:
    Real alpha_;
    Grid grid_;
};

} // namespace gridscope::quantize
