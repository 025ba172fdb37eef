// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/grid_method.h"

#include "core/base/whole.h"
#include "core/method/methods.h"
#include "core/run/schedule.h"

#include <torch/types.h>

namespace gridscope::train {

namespace {

// Whether step sizes are learned at a rate of their own: those of the weights may learn as these do, or be fitted.
bool learnsStepsApart(const run::RunConfig& config)
{
    const run::StepSize steps = run::methodOf(config).traits.stepSize;
    return steps == run::StepSize::LearnedApart
           || (steps != run::StepSize::LearnedAsWeights && !run::activationMethodOf(config).traits.isFloat);
}

} // namespace

GridMethod::GridMethod(const Workplace& at) : Method(at), optimizers_(at.net, at.config) {}

void GridMethod::begin(const data::Batch& batch)
{
    at().net.calibrate(batch.inputs, {at().config.sigma, run::activationSigma(at().config)});
    optimizers_ = Optimizers(at().net, at().config); // no momentum from what was before
}

StepResult GridMethod::step(std::int64_t index, const data::Batch& batch)
{
    net::Net& net = at().net;
    const Rates rates = ratesAt(index);
    freezeBitsWhenDue(index);
    optimizers_.zeroGradients();
    net.draw(at().config.seed, index);
    const torch::Tensor loss = torch::cross_entropy_loss(net.forward(batch.inputs, net::Pass::Training), batch.labels);
    const torch::Tensor penalty = net.bitPenalty(at().config.bitPenaltyWeighting);
    (penalty.defined() ? loss + at().config.bitPenalty * penalty : loss).backward();
    optimizers_.step({rates.weights, rates.quantizers, rates.gates});
    return {loss.item<double>(), rates.weights, drawnMasks()};
}

LayerView gridView(const net::Net::Layer& layer)
{
    const quantize::Quantizer& quantizer = *layer.quantizer;
    LayerView view;
    view.values = layer.weight.detach().cpu().contiguous();
    view.alpha = quantizer.alpha();
    view.grid = quantizer.grid();
    if (!quantizer.isQuantizing()) { return view; }
    view.bits = quantizer.bits();
    view.sigma = quantizer.sigma();
    if (quantizer.gates() != nullptr) { view.keepProbabilities = quantizer.gates()->keepProbabilities(); }
    return view;
}

void applyToActivation(const net::Net::Layer& layer, const run::RunConfig& config, const std::string& changedKey)
{
    if (!layer.activation) { return; }
    layer.activation->setTemperature(config.temperature);
    const bool isItsSigma = changedKey == "activation_sigma" || (changedKey == "sigma" && config.activationSigma == 0);
    if (isItsSigma) { layer.activation->setSigmaRatio(run::activationSigma(config)); }
}

void GridMethod::save(run::TensorFile& file) const
{
    for (const auto& layer : at().net.layers()) { // after masks were learned it is not the settings' any more
        const auto& q = *layer.quantizer;
        file.tensors.push_back(run::makeTensor<std::int32_t>("grid." + layer.description.name, {3},
                                                             {q.bits(), q.grid().low, q.grid().high}));
    }
    optimizers_.save(file);
}

void GridMethod::restore(const run::TensorFile& file, std::int64_t step)
{
    optimizers_.restore(file);
    // A step that froze the gates has fitted alpha already, and the checkpoint has it.
    const bool frozen = at().config.freezeBitsAt > 0 && step >= at().config.freezeBitsAt;
    for (const auto& layer : at().net.layers()) {
        if (auto* gates = layer.quantizer->gates()) { gates->freeze(frozen); }
    }
}

// What of a setting lives in the network, which is then as one made with it; all others are asked for in every step.
void GridMethod::apply(const std::string& changedKey)
{
    const run::RunConfig& config = at().config;
    std::size_t index = 0;
    for (const auto& layer : at().net.layers()) {
        quantize::Quantizer& quantizer = *layer.quantizer;
        quantizer.setEstimator(quantize::estimatorOfLayer(config, index));
        quantizer.setTemperature(config.temperature);
        if (changedKey == "sigma") { quantizer.setSigmaRatio(config.sigma); }
        applyToActivation(layer, config, changedKey);
        if (changedKey == "keep_probability" && quantizer.gates() != nullptr) {
            quantizer.gates()->setKeepProbability(run::keepProbabilityOfLayer(config, index));
        }
        ++index;
    }
}

std::string GridMethod::firstLayerLost() const
{
    for (const auto& layer : at().net.layers()) {
        for (const auto* quantizer : {layer.quantizer.get(), layer.activation.get()}) {
            if (quantizer != nullptr && quantizer->hasLeftFloats()) { return layer.description.name; }
        }
    }
    return {};
}

std::vector<std::string> GridMethod::movingSettings(std::int64_t step) const
{
    const Rates rates = ratesAt(step);
    std::vector<std::string> settings;
    if (rates.weights > 0) { settings.emplace_back("learning_rate"); }
    if (rates.quantizers > 0 && learnsStepsApart(at().config)) { settings.emplace_back("quantizer_learning_rate"); }
    if (rates.gates > 0 && at().config.learnBits) { settings.emplace_back("gate_learning_rate"); }
    return settings;
}

Rates GridMethod::ratesAt(std::int64_t step) const
{
    const run::RunConfig& config = at().config;
    const double share = scheduleShare(config, step - 1, config.steps);
    // LSQ's step sizes learn as fast as the weights (lsq.h).
    const bool asWeights = run::methodOf(config).traits.stepSize == run::StepSize::LearnedAsWeights;
    const double quantizers = asWeights ? config.learningRate : config.quantizerLearningRate;
    return {share * config.learningRate, share * quantizers, share * config.gateLearningRate};
}

void GridMethod::freezeBitsWhenDue(std::int64_t step)
{
    const std::int64_t at = this->at().config.freezeBitsAt;
    for (const auto& layer : this->at().net.layers()) {
        layer.quantizer->freezeGates(at > 0 && step >= at, layer.weight);
    }
}

std::vector<std::uint8_t> GridMethod::drawnMasks() const
{
    std::vector<std::uint8_t> all;
    for (const auto& layer : at().net.layers()) {
        const auto* gates = layer.quantizer->gates();
        if (gates == nullptr || !layer.quantizer->isQuantizing()) { continue; }
        if (gates->isFrozen()) { return {}; }
        for (const float mask : gates->masks()) { // 1 to 254 for what is neither dropped nor whole
            const bool isBetween = mask > 0 && mask < 1;
            all.push_back(isBetween ? run::nearestIn(double(mask) * 255, std::uint8_t(1), std::uint8_t(254))
                                    : std::uint8_t(mask > 0 ? 255 : 0));
        }
    }
    return all;
}

} // namespace gridscope::train
