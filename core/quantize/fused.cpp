// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fused.h"

#include "core/kernels/kernels.h"

#include <array>

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

// The steps of RelaxedMaskEstimator, and the mask above each.
struct MaskSteps {
    MaskSteps(const std::vector<Grid>& levels, const std::vector<float>& masks)
    {
        float mask = 1;
        for (std::size_t k = 0; k < levels.size(); ++k) {
            const float next = k < masks.size() ? mask * masks[k] : 0.0F;
            if (mask > next) {
                steps.push_back({levels[k], double(mask), double(mask - next)});
                maskAbove.push_back(k);
            }
            mask = next;
        }
    }
    bool setConstants(kernels::RelaxedConstants& c, const StepAndNoise& p) const
    {
        return kernels::setRelaxedConstants(c, p.alpha, p.sigma, steps.data(), steps.size());
    }
    std::vector<kernels::MaskStep> steps;
    std::vector<std::size_t> maskAbove;
};

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
    case Estimator::Centred: return sumsOf(k.centred, kernels::multiClassConstants(p.alpha, p.sigma, grid), values);
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

bool roundToRelaxedGridFused(std::span<const float> x, const StepAndNoise& p, const std::vector<Grid>& levels,
                             const std::vector<float>& masks, std::span<float> out)
{
    kernels::RelaxedConstants constants;
    if (!MaskSteps(levels, masks).setConstants(constants, p)) { return false; }
    kernels::kernels().roundToRelaxedGrid(constants, x.data(), out.data(), x.size());
    return true;
}

std::optional<RelaxedGradient> backwardRelaxedFused(Origin origin, std::span<const float> x,
                                                    std::span<const float> gradOut, const StepAndNoise& p,
                                                    const std::vector<Grid>& levels, const std::vector<float>& masks,
                                                    std::span<float> gradX)
{
    const MaskSteps steps(levels, masks);
    kernels::RelaxedConstants constants;
    if (!steps.setConstants(constants, p)) { return {}; }
    std::array<double, kernels::RelaxedConstants::mostSteps> slopes{};
    const auto kernel = origin == Origin::Zero ? kernels::kernels().relaxed : kernels::kernels().relaxedCentred;
    const auto sums = kernel(constants, {x.data(), gradOut.data(), gradX.data(), x.size()}, slopes.data());
    RelaxedGradient gradient{{sums.alpha, sums.sigma}, std::vector<double>(masks.size(), 0.0)};
    for (std::size_t k = 0; k + 1 < steps.steps.size(); ++k) {
        const std::size_t mask = steps.maskAbove[k];
        gradient.masks[mask] = slopes[k] / double(masks[mask]);
    }
    return gradient;
}

} // namespace gridscope::quantize
