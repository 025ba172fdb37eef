// SPDX-License-Identifier: GPL-3.0-or-later
// CPQ of one value under relaxed masks z in [0, 1] over nested levels: with m_k = z_1 ... z_k the categories are
//     r_n = m_level(n) pi_n / sum_j m_level(j) pi_j,
// forward takes the most probable point, backward passes gradient through that one only, to x, alpha, sigma and the masks.
// Source : Lee et al., ICCV 2021, section 3.3; cpq.md sections 5 and 6.
// Method : no dense sum. With Z_k the mass of level k's interval the normaliser is D = sum_k (m_k - m_(k+1)) Z_k, and the
//          most probable point is the best of nearest(x) clamped to each level. Only levels with m_k > m_(k+1) count
//          ("steps" below); where all masks are 0 or 1 there is one of them and this is plain CPQ on its interval.
//          z_i dr* / dz_i = r* ([level(n*) >= i] - sum_(k >= i) (m_k - m_(k+1)) (Z_k - Z_(i-1)) / D).
// Units  : x, alpha, sigma in weight units, masks in [0, 1]. Level 0 has no mask; masks[i] is that of level i + 1.
// Cost   : two exponentials and two logarithms for each step and candidate. Errors: none; finite x gives finite gradients.
#pragma once

#include "core/kernels/grid.h"
#include "core/quantize/estimator.h"
#include "core/quantize/gradient.h"
#include "core/quantize/lever.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <type_traits>
#include <vector>

namespace gridscope::quantize {

template <typename Real>
class RelaxedMaskEstimator {
public:
    static constexpr std::size_t mostSteps = 128; // 8 bits, endpoints-sharing

    // Beyond `reach` in units of sigma a border is as good as at it.
    RelaxedMaskEstimator(Real alpha, Real sigma, const std::vector<Grid>& levels, const std::vector<float>& masks,
                         Origin origin = Origin::Zero, Real reach = Real(1e30))
        : alpha_(alpha), sigma_(sigma), origin_(origin), lambda_(alpha / sigma), reach_(reach), levels_(levels),
          masks_(masks)
    {
        Real mask = 1;
        for (std::size_t k = 0; k < levels.size(); ++k) {
            const Real next = k < masks.size() ? mask * Real(masks[k]) : Real(0);
            if (mask > next) { steps_.push_back(step(levels[k], k, mask, mask - next)); }
            mask = next;
        }
        point_ = logarithms(1); // steps_ is never empty: level 0 is always open
    }

    // How many places there are between steps: mask i (see `maskOfBorder`) has a gradient for each of them.
    std::size_t borders() const { return steps_.size() - 1; }
    // The index into `masks` of the first mask above step i; all others are 0 or 1 and have no gradient.
    std::size_t maskOfBorder(std::size_t border) const { return steps_[border].level; }

    struct Chosen {
        int code = 0;               // n*
        Real probability = 0;       // r_n*
        Gradient<Real> logarithmic; // d log r_n* / d {x, alpha, sigma}
    };

    // Also z dlog r* / dz for every border, when `logMaskSlope` has room for them.
    Chosen chosen(Real x, Real* logMaskSlope = nullptr) const
    {
        const Chosen c = plainlyChosen(x, logMaskSlope);
        if constexpr (std::is_same_v<Real, float>) {
            const auto& g = c.logarithmic;
            if (!std::isfinite(g.x + g.alpha + g.sigma)) { return inDouble(x, logMaskSlope); }
        }
        return c;
    }

    Gradient<Real> gradient(Real x, Real* logMaskSlope = nullptr) const // of x_hat = g_n* y_n*, dL/dr only at n*
    {
        const Chosen c = chosen(x, logMaskSlope);
        const Real pull = leverOf(origin_, x, alpha_, c.code, steps_.back().grid) * c.probability;
        for (std::size_t i = 0; logMaskSlope != nullptr && i < borders(); ++i) { logMaskSlope[i] *= pull; }
        return {pull * c.logarithmic.x, Real(c.code) + pull * c.logarithmic.alpha, pull * c.logarithmic.sigma};
    }

    int code(Real x) const { return bestOf(x).code; }

private:
    // Where masses and slopes, which cancel, leave a float's range: noise that is nothing beside a cell, x far outside.
    Chosen inDouble(float x, float* logMaskSlope) const
    {
        const RelaxedMaskEstimator<double> wide(double(alpha_), double(sigma_), levels_, masks_, origin_, 1e4);
        std::array<double, mostSteps> slopes{};
        const auto c = wide.chosen(double(x), slopes.data());
        for (std::size_t i = 0; logMaskSlope != nullptr && i < borders(); ++i) { logMaskSlope[i] = float(slopes[i]); }
        const auto& g = c.logarithmic;
        return {c.code, Real(c.probability), {Real(g.x), Real(g.alpha), Real(g.sigma)}};
    }

    Chosen plainlyChosen(Real x, Real* logMaskSlope) const
    {
        const Candidate best = bestOf(x);
        Chosen c;
        c.code = best.code;
        const Mass pi = massOf(x, best.code, best.code, point_);
        std::array<Real, mostSteps> share; // (m_k - m_(k+1)) Z_k / pi*
        Real all = 0;
        Gradient<Real> slope;
        std::array<Real, mostSteps> ratio; // Z_k / pi*
        for (std::size_t k = 0; k < steps_.size(); ++k) {
            const Mass z = massOf(x, steps_[k].grid.low, steps_[k].grid.high, steps_[k].logarithms);
            ratio[k] = std::exp(std::min(z.logarithm - pi.logarithm, Real(80)));
            share[k] = steps_[k].drop * ratio[k];
            all += share[k];
            slope = {slope.x + share[k] * z.slope.x, slope.alpha + share[k] * z.slope.alpha,
                     slope.sigma + share[k] * z.slope.sigma};
        }
        c.probability = best.mask / all;
        c.logarithmic = {pi.slope.x - slope.x / all, pi.slope.alpha - slope.alpha / all,
                         pi.slope.sigma - slope.sigma / all};
        if (logMaskSlope != nullptr) {
            for (std::size_t border = 0; border + 1 < steps_.size(); ++border) {
                Real above = 0;
                for (std::size_t k = border + 1; k < steps_.size(); ++k) {
                    above += steps_[k].drop * (ratio[k] - ratio[border]);
                }
                logMaskSlope[border] = (best.step > border ? Real(1) : Real(0)) - above / all;
            }
        }
        return c;
    }

    // log (1 - e^(-K lambda)) of an interval of K cells, and its derivatives with respect to alpha and sigma.
    struct Logarithms {
        Real value = 0, alpha = 0, sigma = 0;
    };
    struct Step {
        Grid grid;
        std::size_t level = 0;
        Real mask = 1; // m_k
        Real drop = 1; // m_k - m_(k+1)
        Logarithms logarithms;
    };
    struct Candidate {
        int code = 0;
        std::size_t step = 0;
        Real mask = 1;
    };
    struct Mass {
        Real logarithm = 0;
        Gradient<Real> slope; // of the logarithm
    };

    Logarithms logarithms(int cells) const
    {
        const Real width = Real(cells) * lambda_;
        const Real rate = width / std::expm1(width); // K lambda / (e^(K lambda) - 1)
        return {std::log(-std::expm1(-width)), rate / alpha_, -rate / sigma_};
    }

    Step step(const Grid& grid, std::size_t level, Real mask, Real drop) const
    {
        return {grid, level, mask, drop, logarithms(grid.points())};
    }

    static Real logSigmoid(Real y) { return std::min(y, Real(0)) - std::log1p(std::exp(-std::abs(y))); }
    static Real sigmoid(Real y) { return y >= 0 ? 1 / (1 + std::exp(-y)) : std::exp(y) / (1 + std::exp(y)); }

    // S(U) - S(L) of the cells low..high: S(U) S(-L) (1 - e^(-K lambda)).
    Mass massOf(Real x, int low, int high, const Logarithms& l) const
    {
        const auto within = [this](Real y) { return std::clamp(y, -reach_, reach_); }; // so that 0 times it is 0
        const Real u = within((alpha_ / 2 - offsetFromGridPoint(x, alpha_, high)) / sigma_);
        const Real v = within((-alpha_ / 2 - offsetFromGridPoint(x, alpha_, low)) / sigma_);
        const Real above = sigmoid(-u), below = sigmoid(v); // S(-U), S(L)
        const Real upperBorder = Real(high) + Real(0.5), lowerBorder = Real(low) - Real(0.5);
        return {logSigmoid(u) + logSigmoid(-v) + l.value,
                {(below - above) / sigma_, (above * upperBorder - below * lowerBorder) / sigma_ + l.alpha,
                 (below * v - above * u) / sigma_ + l.sigma}};
    }

    // Levels above a step with the same mask as it would be no candidates of their own: they contain no better point.
    Candidate bestOf(Real x) const
    {
        Candidate best;
        Real bestLogarithm = 0;
        for (std::size_t k = steps_.size(); k-- > 0;) {
            const Grid& grid = steps_[k].grid;
            const int code = nearestCode(x, alpha_, grid);
            if (k + 1 < steps_.size() && code == best.code) { // within this level, too, and there its mask is larger
                best = {code, k, steps_[k].mask};
                bestLogarithm = std::log(best.mask) + massOf(x, code, code, point_).logarithm;
                continue;
            }
            const Real logarithm = std::log(steps_[k].mask) + massOf(x, code, code, point_).logarithm;
            if (k + 1 == steps_.size() || logarithm > bestLogarithm) {
                best = {code, k, steps_[k].mask};
                bestLogarithm = logarithm;
            }
        }
        return best;
    }

    Real alpha_;
    Real sigma_;
    Origin origin_;
    Real lambda_;
    Real reach_;
    std::vector<Grid> levels_;
    std::vector<float> masks_;
    std::vector<Step> steps_;
    Logarithms point_;
};

// The two passes over one tensor's values, as in estimator.h.
struct RelaxedGradient {
    ParameterGradient step;
    std::vector<double> masks; // dL/dz; 0 for masks that are 0 or 1
    void add(const RelaxedGradient& other);
};
void roundToRelaxedGrid(std::span<const float> x, const StepAndNoise& p, const std::vector<Grid>& levels,
                        const std::vector<float>& masks, std::span<float> out);
RelaxedGradient backwardRelaxed(Origin origin, std::span<const float> x, std::span<const float> gradOut,
                                const StepAndNoise& p, const std::vector<Grid>& levels, const std::vector<float>& masks,
                                std::span<float> gradX);

} // namespace gridscope::quantize
