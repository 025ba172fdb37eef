// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fused.h"

#include "core/kernels/kernels.h"

namespace gridscope::quantize {

namespace {

// Runs `kernel` with its constants, if it has any for this grid and noise.
template <typename Constants>
std::optional<ParameterGradient> sumsOf(kernels::ParameterSums (*kernel)(const Constants&, const kernels::Gradients&),
                                        const std::optional<Constants>& constants, const kernels::Gradients& values)
{
    if (!constants) { return {}; }
    const kernels::ParameterSums sums = kernel(*constants, values);
    return ParameterGradient{sums.alpha, sums.sigma};
}

} // namespace

bool roundToGridFused(std::span<const float> x, float alpha, const Grid& grid, std::span<float> out)
{
    const auto constants = kernels::gridConstants(alpha, grid);
    if (constants) { kernels::kernels().roundToGrid(*constants, x.data(), out.data(), x.size()); }
    return constants.has_value();
}

std::optional<ParameterGradient> backwardFused(Estimator estimator, std::span<const float> x,
                                               std::span<const float> gradOut, const StepAndNoise& p, const Grid& grid,
                                               std::span<float> gradX)
{
    const kernels::Gradients values{x.data(), gradOut.data(), gradX.data(), x.size()};
    const kernels::Kernels& k = kernels::kernels();
    switch (estimator) {
    case Estimator::MultiClass:
        return sumsOf(k.multiClass, kernels::multiClassConstants(p.alpha, p.sigma, grid), values);
    case Estimator::ExpectedValue:
    case Estimator::Relaxed: // as in estimator.h
    case Estimator::RelaxedStraightThrough:
        return sumsOf(k.expectedValue, kernels::expectedValueConstants(p.alpha, p.sigma, grid), values);
    case Estimator::Plain:
    case Estimator::LearnedStep: return sumsOf(k.plain, kernels::gridConstants(p.alpha, grid), values);
    case Estimator::MaxAbs:
    case Estimator::FullPrecision: break;
    }
    return {};
}

} // namespace gridscope::quantize
