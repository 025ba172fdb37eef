// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/relaxed_masks.h"

#include "core/quantize/fused.h"

namespace gridscope::quantize {

void RelaxedGradient::add(const RelaxedGradient& other)
{
    step.alpha += other.step.alpha;
    step.sigma += other.step.sigma;
    masks.resize(std::max(masks.size(), other.masks.size()));
    for (std::size_t i = 0; i < other.masks.size(); ++i) { masks[i] += other.masks[i]; }
}

void roundToRelaxedGrid(std::span<const float> x, const StepAndNoise& p, const std::vector<Grid>& levels,
                        const std::vector<float>& masks, std::span<float> out)
{
    if (roundToRelaxedGridFused(x, p, levels, masks, out)) { return; }
    const RelaxedMaskEstimator<float> equations(p.alpha, p.sigma, levels, masks);
    for (std::size_t i = 0; i < x.size(); ++i) { out[i] = p.alpha * float(equations.code(x[i])); }
}

RelaxedGradient backwardRelaxed(Origin origin, std::span<const float> x, std::span<const float> gradOut,
                                const StepAndNoise& p, const std::vector<Grid>& levels, const std::vector<float>& masks,
                                std::span<float> gradX)
{
    if (auto fused = backwardRelaxedFused(origin, x, gradOut, p, levels, masks, gradX)) { return *fused; }
    const RelaxedMaskEstimator<float> equations(p.alpha, p.sigma, levels, masks, origin);
    RelaxedGradient sum;
    sum.masks.assign(masks.size(), 0.0);
    std::array<float, RelaxedMaskEstimator<float>::mostSteps> slopes{};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const Gradient<float> g = equations.gradient(x[i], slopes.data());
        gradX[i] = gradOut[i] * g.x;
        sum.step.alpha += double(gradOut[i] * g.alpha);
        sum.step.sigma += double(gradOut[i] * g.sigma);
        for (std::size_t border = 0; border < equations.borders(); ++border) {
            sum.masks[equations.maskOfBorder(border)] += double(gradOut[i] * slopes[border]);
        }
    }
    for (std::size_t i = 0; i < masks.size(); ++i) { sum.masks[i] /= masks[i] > 0 ? double(masks[i]) : 1.0; }
    return sum;
}

} // namespace gridscope::quantize
