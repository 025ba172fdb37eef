// SPDX-License-Identifier: GPL-3.0-or-later
// The expected-value straight-through estimator: forward rounds like CPQ, backward is the exact gradient of the mean
// sum_n r_n g_n of CPQ's categorical distribution. It trains well and does not cluster (cpq.md section 3).
// Method : d mean / d theta = sum_n r_n (g_n - mean) d log pi_n / d theta, plus sum_n r_n n for alpha. Only points within a
//          window around x count; the others weigh less than e^-window.
// Units, cost: as in cpq.h, but one division a point in the window (about 18 sigma / alpha to each side in float).
#pragma once

#include "core/base/whole.h"
#include "core/kernels/grid.h"
#include "core/quantize/gradient.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace gridscope::quantize {

template <typename Real>
class ExpectedValueEstimator {
public:
    ExpectedValueEstimator(Real alpha, Real sigma, Grid grid)
        : alpha_(alpha), sigma_(sigma), grid_(grid), lambda_(alpha / sigma),
          window_(run::wholeIn(double(std::ceil(reach / lambda_) + 1), 1, grid.points()))
    {
        for (int k = 0; k <= window_ + 1; ++k) { growth_.push_back(capped(lambda_ * Real(k))); }
    }

    struct Mean {
        Real value = 0; // sum_n r_n g_n
        Gradient<Real> gradient;
    };

    Mean mean(Real x) const
    {
        const int centre = nearestCode(x, alpha_, grid_);
        // Further beyond the outermost border nothing depends on x any more (to e^-reach).
        const Real far = Real(1.1) * reach * sigma_;
        const Real inside =
            std::clamp(x, alpha_ * (Real(grid_.low) - Real(0.5)) - far, alpha_ * (Real(grid_.high) + Real(0.5)) + far);
        const int first = std::max(grid_.low, centre - window_);
        const int last = std::min(grid_.high, centre + window_);
        const Real centreBorder =
            (alpha_ / 2 - offsetFromGridPoint(inside, alpha_, centre)) / sigma_; // u of the centre point
        const Real centreTail = capped(-centreBorder);
        const Real belowTail = capped(lambda_ - centreBorder);

        // With border k at (k + 1/2) alpha: shares[k] = S(u_k) = 1 / (1 + e^-u_k), and e^-u_k = e^(-u_centre + (centre - k) lambda).
        const auto tail = [&](int k) {
            return k >= centre ? centreTail / growth(k - centre) : belowTail * growth(centre - 1 - k);
        };
        Sums sums;
        Real lowerTail = tail(first - 1);
        Real lowerBelow = 1 / (1 + lowerTail); // S(l_n)
        for (int n = first; n <= last; ++n) {
            const Real upperTail = tail(n);
            const Real upperBelow = 1 / (1 + upperTail);             // S(u_n)
            const Real upperAbove = upperTail * upperBelow;          // S(-u_n)
            const Real weight = upperBelow * lowerTail * lowerBelow; // pi_n, up to a factor common to all n
            const Real u = centreBorder + lambda_ * Real(n - centre);
            sums.add(weight, Real(n - centre),
                     {lowerBelow - upperAbove, upperAbove * (Real(n) + Real(0.5)) - lowerBelow * (Real(n) - Real(0.5)),
                      lowerBelow * (u - lambda_) - upperAbove * u}); // sigma d log pi_n / d {x, alpha, sigma}
            lowerTail = upperTail;
            lowerBelow = upperBelow;
        }
        return sums.mean(Real(centre), alpha_, sigma_);
    }

    Gradient<Real> gradient(Real x) const { return mean(x).gradient; }

private:
    // e^-reach is below the type's resolution.
    static constexpr Real reach = std::numeric_limits<Real>::digits > 30 ? Real(40) : Real(18);
    // The product of two capped factors stays finite; a share beyond e^-cap is 0 or 1 anyway.
    static Real capped(Real exponent)
    {
        return std::exp(std::min(exponent, std::numeric_limits<Real>::digits > 30 ? Real(300) : Real(40)));
    }

    struct Sums {
        Real weight = 0, offset = 0;
        Gradient<Real> slope, slopeOffset;
        void add(Real w, Real distance, const Gradient<Real>& s)
        {
            weight += w;
            offset += w * distance;
            slope = {slope.x + w * s.x, slope.alpha + w * s.alpha, slope.sigma + w * s.sigma};
            slopeOffset = {slopeOffset.x + w * distance * s.x, slopeOffset.alpha + w * distance * s.alpha,
                           slopeOffset.sigma + w * distance * s.sigma};
        }
        Mean mean(Real centre, Real alpha, Real sigma) const
        {
            const Real code = offset / weight; // mean of n, counted from the centre
            const auto covariance = [&](Real withOffset, Real alone) {
                return alpha / sigma * (withOffset - code * alone) / weight;
            };
            return {alpha * (centre + code),
                    {covariance(slopeOffset.x, slope.x), centre + code + covariance(slopeOffset.alpha, slope.alpha),
                     covariance(slopeOffset.sigma, slope.sigma)}};
        }
    };

    Real growth(int cells) const { return growth_[std::size_t(cells)]; }

    Real alpha_;
    Real sigma_;
    Grid grid_;
    Real lambda_;
    int window_;
    std::vector<Real> growth_;
};

} // namespace gridscope::quantize
