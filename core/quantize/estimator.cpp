// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/estimator.h"

#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/fused.h"
#include "core/quantize/ste.h"
#include "core/run/error.h"

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

Estimator estimatorNamed(std::string_view method)
{
    if (method == "cpq") { return Estimator::MultiClass; }
    if (method == "expected") { return Estimator::ExpectedValue; }
    if (method == "ste") { return Estimator::Plain; }
    if (method == "float") { return Estimator::FullPrecision; }
    throw ConfigError("There is no method \"" + std::string(method) + "\"; known are cpq, expected, ste and float.");
}

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
    case Estimator::MultiClass: return apply(MultiClassEstimator<float>(p.alpha, p.sigma, grid), x, gradOut, gradX);
    case Estimator::ExpectedValue:
        return apply(ExpectedValueEstimator<float>(p.alpha, p.sigma, grid), x, gradOut, gradX);
    case Estimator::Plain: return apply(PlainEstimator<float>(p.alpha, grid), x, gradOut, gradX);
    case Estimator::FullPrecision: break;
    }
    std::copy(gradOut.begin(), gradOut.end(), gradX.begin());
    return {};
}

} // namespace gridscope::quantize
