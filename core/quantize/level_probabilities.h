// SPDX-License-Identifier: GPL-3.0-or-later
// The whole categorical distribution of one value, for looking at it; training needs only r_n* (cpq.h).
// Source : cpq.md section 1 (Lee et al., ICCV 2021, section 3).
// Units  : x, alpha, sigma in weight units; alpha, sigma > 0. A density is per weight unit.
// Cost   : K logarithms. No torch: the window draws it.
#pragma once

#include "core/kernels/grid.h"

#include <algorithm>
#include <vector>

namespace gridscope::quantize {

// r_n for n = low .. high; they sum to 1, however far outside the grid x lies.
// pi_n = S(u) - S(l) = S(u) S(-l) (1 - e^-(u-l)), and u - l = alpha/sigma for every n: the last factor cancels.
template <typename Real>
std::vector<Real> levelProbabilities(Real x, Real alpha, Real sigma, const Grid& grid)
{
    const auto logSigmoid = [](Real z) { return std::min(z, Real(0)) - std::log1p(std::exp(-std::abs(z))); };
    std::vector<Real> r;
    for (int n = grid.low; n <= grid.high; ++n) {
        const Real offset = offsetFromGridPoint(x, alpha, n);
        r.push_back(logSigmoid((alpha / 2 - offset) / sigma) + logSigmoid((alpha / 2 + offset) / sigma));
    }
    const Real most = *std::max_element(r.begin(), r.end());
    Real sum = 0;
    for (Real& value : r) { sum += value = std::exp(value - most); }
    for (Real& value : r) { value /= sum; }
    return r;
}

// The noise's density at `distance` from x: S'(distance / sigma) / sigma.
template <typename Real>
Real logisticDensity(Real distance, Real sigma)
{
    const Real e = std::exp(-std::abs(distance) / sigma);
    return e / ((1 + e) * (1 + e) * sigma);
}

} // namespace gridscope::quantize
