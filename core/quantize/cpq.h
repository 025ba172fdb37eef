// SPDX-License-Identifier: GPL-3.0-or-later
// Cluster-Promoting Quantization of one value: logistic noise of scale sigma around x makes each grid point g_n = alpha n
// a category with probability r_n; forward takes the most probable one, backward is the multi-class straight-through
// estimator: only r_n* of the chosen point passes gradient, times its lever (lever.h).
// Source : Lee et al., ICCV 2021 (arXiv 2109.02100); closed form of cpq.md section 4.
// Units  : x, alpha, sigma in weight units; alpha, sigma > 0.
// Cost   : two exponentials a value whatever the number of bits; nothing of size K per value.
// Errors : none; finite x gives finite gradients, however far outside the grid.
#pragma once

#include "core/kernels/grid.h"
#include "core/quantize/gradient.h"
#include "core/quantize/lever.h"

#include <algorithm>
#include <vector>

namespace gridscope::quantize {

template <typename Real>
class MultiClassEstimator {
public:
    // S is the logistic sigmoid, lambda = alpha / sigma, K the number of points.
    MultiClassEstimator(Real alpha, Real sigma, Grid grid, Origin origin = Origin::Zero)
        : alpha_(alpha), sigma_(sigma), grid_(grid), origin_(origin), lambda_(alpha / sigma),
          decay_(std::size_t(grid.points()))
    {
        const auto points = Real(grid.points());
        for (std::size_t k = 0; k < decay_.size(); ++k) { decay_[k] = std::exp(-lambda_ * Real(k)); } // e^(-k lambda)
        // r_n = S(u) S(-l) (1 - e^-lambda) / ( S(U) S(-L) (1 - e^-K lambda) ): the factor and its logarithmic derivatives.
        factor_ = std::expm1(-lambda_) / std::expm1(-points * lambda_);
        const Real one = 1 / std::expm1(lambda_);
        const Real all = points / std::expm1(points * lambda_);
        factorAlpha_ = (one - all) / sigma;
        factorSigma_ = -(one - all) * lambda_ / sigma;
    }

    struct Chosen {
        int code = 0;               // n*
        Real probability = 0;       // r_n*
        Gradient<Real> logarithmic; // d log r_n* / d {x, alpha, sigma}
    };

    Chosen chosen(Real x) const
    {
        Chosen c;
        c.code = nearestCode(x, alpha_, grid_);
        c.probability = factor_;
        c.logarithmic = {0, factorAlpha_, factorSigma_};
        // At the grid's end the cell's border is the grid's border (u = U or l = L) and its two terms cancel exactly.
        // Elsewhere x lies inside its cell, so both exponentials are at most 1.
        if (c.code < grid_.high) { addUpperSide(x, c); }
        if (c.code > grid_.low) { addLowerSide(x, c); }
        return c;
    }

    Gradient<Real> gradient(Real x) const // cpq.md section 3
    {
        const Chosen c = chosen(x);
        const Real pull = leverOf(origin_, x, alpha_, c.code, grid_) * c.probability;
        return {pull * c.logarithmic.x, Real(c.code) + pull * c.logarithmic.alpha, pull * c.logarithmic.sigma};
    }

private:
    // Borders further away than this are at no distance that the exponentials know, and 0 times it is still 0.
    static constexpr Real furthest = Real(1e30);

    void addUpperSide(Real x, Chosen& c) const // S(u) / S(U), u = (g + alpha/2 - x) / sigma, U the grid's end
    {
        const Real border = Real(c.code) + Real(0.5);
        const Real gridBorder = Real(grid_.high) + Real(0.5);
        const auto cells = std::size_t(grid_.high - c.code);
        const Real u = std::min((alpha_ / 2 - offsetFromGridPoint(x, alpha_, c.code)) / sigma_, furthest);
        const Real near = std::exp(-u);
        const Real far = near * decay_[cells];
        const Real nearShare = near / (1 + near); // S(-u)
        const Real farShare = far / (1 + far);    // S(-U)
        c.probability *= (1 + far) / (1 + near);
        c.logarithmic.x += (farShare - nearShare) / sigma_;
        c.logarithmic.alpha += (nearShare * border - farShare * gridBorder) / sigma_;
        c.logarithmic.sigma += (farShare * (u + lambda_ * Real(cells)) - nearShare * u) / sigma_;
    }

    void addLowerSide(Real x, Chosen& c) const // S(-l) / S(-L), l = (g - alpha/2 - x) / sigma, L the grid's end
    {
        const Real border = Real(c.code) - Real(0.5);
        const Real gridBorder = Real(grid_.low) - Real(0.5);
        const auto cells = std::size_t(c.code - grid_.low);
        const Real l = std::max((-alpha_ / 2 - offsetFromGridPoint(x, alpha_, c.code)) / sigma_, -furthest);
        const Real near = std::exp(l);
        const Real far = near * decay_[cells];
        const Real nearShare = near / (1 + near); // S(l)
        const Real farShare = far / (1 + far);    // S(L)
        c.probability *= (1 + far) / (1 + near);
        c.logarithmic.x += (nearShare - farShare) / sigma_;
        c.logarithmic.alpha += (farShare * gridBorder - nearShare * border) / sigma_;
        c.logarithmic.sigma += (nearShare * l - farShare * (l - lambda_ * Real(cells))) / sigma_;
    }

    Real alpha_;
    Real sigma_;
    Grid grid_;
    Origin origin_;
    Real lambda_;
    std::vector<Real> decay_;
    Real factor_ = 1;
    Real factorAlpha_ = 0;
    Real factorSigma_ = 0;
};

} // namespace gridscope::quantize
