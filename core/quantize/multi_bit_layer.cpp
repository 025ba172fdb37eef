// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/multi_bit_layer.h"

namespace gridscope::quantize {

MultiBitLayer::MultiBitLayer(const Grouping& grouping, std::vector<float> weights, int slots)
    : MultiBitLayer(sketch(grouping, weights, slots), weights)
{}

MultiBitLayer::MultiBitLayer(MultiBit made, std::vector<float> weights)
    : form(std::move(made)), latent(std::move(weights)), ofWeights(latent.size()), ofCoordinates(form.alpha.size())
{}

void MultiBitLayer::basisStep(std::span<const float> gradient, const Rate& rate, From from)
{
    ofWeights.take(gradient, rate.rule);
    const Model model = modelOf(ofWeights, rate.learning, rate.rule);
    latent = targetOf(from == From::Quantized ? reconstructed(form) : std::move(latent), model);
    const Groups all{0, form.grouping.groups};
    chooseSigns(form, latent, all);
    solveCoordinates(form, latent, model.curvature, all);
    ofCoordinates = carried(form, ofWeights, ofCoordinates.steps);
}

void MultiBitLayer::look(std::span<const float> gradient, const Rate& rate)
{
    ofWeights.take(gradient, rate.rule);
    std::vector<float> along = alongCoordinates(form, gradient);
    for (std::size_t i = 0; i < along.size(); ++i) { along[i] += float(rate.decay) * form.alpha[i]; }
    ofCoordinates.take(along, rate.rule);
}

void MultiBitLayer::coordinateStep(std::span<const float> gradient, const Rate& rate)
{
    look(gradient, rate);
    quantize::coordinateStep(form, modelOf(ofCoordinates, rate.learning, rate.rule));
    latent = reconstructed(form);
}

std::vector<Candidate> MultiBitLayer::candidates(std::size_t count, const Rate& rate) const
{
    return leastUseful(form, modelOf(ofCoordinates, rate.learning, rate.rule), count);
}

void MultiBitLayer::take(std::span<const std::size_t> dropped)
{
    for (const std::size_t at : dropped) { drop(form, at); }
    latent = reconstructed(form);
}

} // namespace gridscope::quantize
