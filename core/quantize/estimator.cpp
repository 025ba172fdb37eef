// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/estimator.h"

#include "core/method/methods.h"
#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/fused.h"
#include "core/quantize/ste.h"

#include <algorithm>

namespace gridscope::quantize {

namespace {

template <typename Equations>
ParameterGradient apply(const Equations& equations, std::span<const float> x, std::span<const float> gradOut,
                        std::span<float> gradX)
{
    ParameterGradient sum;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Gradient<float> g = equations.gradient(x[i]);
        gradX[i] = gradOut[i] * g.x;
        sum.alpha += double(gradOut[i] * g.alpha);
        sum.sigma += double(gradOut[i] * g.sigma);
    }
    return sum;
}

} // namespace

Estimator estimatorNamed(std::string_view method) { return run::methodNamed(method).traits.estimator; }

Origin originOf(Estimator estimator) { return estimator == Estimator::Centred ? Origin::Value : Origin::Zero; }

void roundToGrid(std::span<const float> x, float alpha, const Grid& grid, std::span<float> out)
{
    if (roundToGridFused(x, alpha, grid, out)) { return; }
    for (std::size_t i = 0; i < x.size(); ++i) { out[i] = alpha * float(nearestCode(x[i], alpha, grid)); }
}

ParameterGradient backward(Estimator estimator, std::span<const float> x, std::span<const float> gradOut,
                           const StepAndNoise& p, const Grid& grid, std::span<float> gradX)
{
    if (const auto fused = backwardFused(estimator, x, gradOut, p, grid, gradX)) { return *fused; }
    switch (estimator) {
    case Estimator::MultiClass:
    case Estimator::Centred:
        return apply(MultiClassEstimator<float>(p.alpha, p.sigma, grid, originOf(estimator)), x, gradOut, gradX);
    case Estimator::ExpectedValue:
    case Estimator::Relaxed:
    case Estimator::RelaxedStraightThrough:
        return apply(ExpectedValueEstimator<float>(p.alpha, p.sigma, grid), x, gradOut, gradX);
    case Estimator::Plain:
    case Estimator::LearnedStep: return apply(PlainEstimator<float>(p.alpha, grid), x, gradOut, gradX);
    case Estimator::MaxAbs: // clips nothing, learns nothing
    case Estimator::FullPrecision: break;
    }
    std::copy(gradOut.begin(), gradOut.end(), gradX.begin());
    return {};
}

} // namespace gridscope::quantize
