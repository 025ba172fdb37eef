// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/alq_method.h"

#include "core/base/random.h"
#include "core/method/alq/alq.h"
#include "core/train/alq_told.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>

namespace gridscope::train {

namespace {

using quantize::MultiBitLayer;
using quantize::Structure;
using Kind = run::AlqPhase::Kind;

quantize::Grouping groupingOf(const run::RunConfig& config, const net::Net& net, std::size_t layer)
{
    std::vector<run::LayerDescription> all;
    for (const auto& one : net.layers()) { all.push_back(one.description); }
    const run::AlqGroups groups = run::alqGroups(config, all, layer);
    const Structure structure = groups.structure == "kernel"    ? Structure::Kernelwise
                                : groups.structure == "pixel"   ? Structure::Pixelwise
                                : groups.structure == "channel" ? Structure::Channelwise
                                                                : Structure::Subchannelwise;
    return quantize::groupingOf(all[layer].shape, structure, std::size_t(groups.pieces));
}

// Of the parameters that are no quantized weights: Adam, whatever the settings say of the float phase.
Optimizers adamOf(const net::Net& net, const std::vector<bool>& isQuantized)
{
    ParameterGroup group = weightsBeside(net, {}, [&](std::size_t layer) { return isQuantized[layer]; });
    group.rule = ParameterGroup::Rule::Adam;
    return Optimizers({group});
}

// Batch normalisation goes on with its running averages while the least useful coordinates are looked for.
class Judging {
public:
    Judging(net::Net& net, bool isPruning) : net_(net), wasTraining_(net.is_training())
    {
        if (isPruning) { net.eval(); }
    }
    Judging(const Judging&) = delete;
    Judging& operator=(const Judging&) = delete;
    ~Judging() { net_.train(wasTraining_); }

private:
    net::Net& net_;
    bool wasTraining_;
};

// While the library is loaded.
const bool isThere = [] {
    registerMethod(std::string(run::alq.name), [](const Workplace& at) { return std::make_unique<AlqMethod>(at); });
    return true;
}();

std::vector<bool> quantizedLayers(const run::RunConfig& config, const net::Net& net)
{
    std::vector<bool> all;
    for (std::size_t i = 0; i < net.layers().size(); ++i) { all.push_back(!run::staysFloat(config, i)); }
    return all;
}

} // namespace

AlqMethod::AlqMethod(const Workplace& at) : Method(at), optimizers_(adamOf(at.net, quantizedLayers(at.config, at.net)))
{
    const auto isQuantized = quantizedLayers(at.config, at.net);
    for (std::size_t i = 0; i < isQuantized.size(); ++i) {
        layers_.emplace_back();
        if (!isQuantized[i]) { continue; }
        const quantize::Grouping grouping = groupingOf(at.config, at.net, i);
        const int slots = run::bitsOfLayer(at.config, i);
        const torch::Tensor weight = at.net.layers()[i].weight.detach();
        layers_.back() = Layer{
            grouping, slots, MultiBitLayer(quantize::noBases(grouping, slots), std::vector<float>(grouping.weights())),
            weight.clone().requires_grad_()};
    }
}

std::vector<Phase> AlqMethod::phases() const
{
    std::vector<Phase> all;
    for (const run::AlqPhase& phase : run::alqPhases(at().config)) {
        all.push_back({std::string(run::alqName(phase.kind)), int(phase.steps)});
    }
    return all;
}

void AlqMethod::begin(const data::Batch&)
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        Layer& layer = *layers_[i];
        layer.math = MultiBitLayer(layer.grouping, weightsOf(i), layer.slots);
        publish(i);
    }
    optimizers_ = adamOf(at().net, quantizedLayers(at().config, at().net));
    pool_.clear();
}

torch::Tensor AlqMethod::weight(std::size_t layer, net::Pass pass)
{
    return layers_[layer] && pass != net::Pass::Latent ? layers_[layer]->used : torch::Tensor();
}

StepResult AlqMethod::step(std::int64_t index, const data::Batch& batch)
{
    const run::AlqPhase phase = run::alqPhaseAt(at().config, index);
    const MultiBitLayer::Rate rate{run::alqRate(at().config, phase, index), run::alqDecay(at().config), {}};
    const bool isPruning = phase.kind == Kind::Pruning;
    optimizers_.zeroGradients();
    for (auto& layer : layers_) {
        if (layer) { layer->used.mutable_grad().reset(); }
    }
    double lossValue = 0;
    {
        const Judging judging(at().net, isPruning);
        const torch::Tensor loss =
            torch::cross_entropy_loss(at().net.forward(batch.inputs, net::Pass::Training), batch.labels);
        loss.backward();
        lossValue = loss.item<double>();
    }
    optimizers_.step({rate.learning});
    for (auto& layer : layers_) {
        if (layer) { move(*layer, phase, rate); }
    }
    pool_.clear();
    if (isPruning) { prune(index, phase, rate); }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i] && layers_[i]->used.grad().defined()) { publish(i); }
    }
    return {lossValue, rate.learning};
}

std::vector<float> AlqMethod::gradientOf(const Layer& layer) const
{
    const torch::Tensor& gradient = layer.used.grad();
    if (!gradient.defined()) { return {}; }
    return quantize::inGroups(layer.grouping, gradient.cpu().contiguous().data_ptr<float>());
}

void AlqMethod::move(Layer& layer, const run::AlqPhase& phase, const MultiBitLayer::Rate& rate)
{
    const std::vector<float> gradient = gradientOf(layer);
    if (gradient.empty()) { return; }
    switch (phase.kind) {
    case Kind::Bases: return layer.math.basisStep(gradient, rate, MultiBitLayer::From::Quantized);
    case Kind::Floats: return layer.math.basisStep(gradient, rate, MultiBitLayer::From::Floats);
    case Kind::Coordinates: return layer.math.coordinateStep(gradient, rate);
    case Kind::Pruning: return layer.math.look(gradient, rate);
    }
}

void AlqMethod::prune(std::int64_t step, const run::AlqPhase& phase, const MultiBitLayer::Rate& rate)
{
    const run::AlqPruning pruning = run::alqPruning(at().config, phase);
    std::vector<std::vector<quantize::Candidate>> candidates(layers_.size());
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i] || !layers_[i]->used.grad().defined()) { continue; }
        constexpr std::uint32_t pruningStreams = 1U << 20; // beyond those of masks
        run::Random random(at().config.seed, run::Random::Purpose::Masks, pruningStreams + std::uint32_t(i),
                           std::uint32_t(step));
        const MultiBitLayer& math = layers_[i]->math;
        candidates[i] =
            math.candidates(quantize::pooledCount(math.form.liveCount(), pruning.compete, random.uniform()), rate);
    }
    pool_ = quantize::poolOf(candidates);
    cut_ = quantize::cutOf(pool_.size(), pruning.go);
    std::vector<std::vector<std::size_t>> dropped(layers_.size());
    for (std::size_t i = 0; i < cut_; ++i) { dropped[pool_[i].layer].push_back(pool_[i].candidate.at); }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i] && layers_[i]->used.grad().defined()) { layers_[i]->math.take(dropped[i]); }
    }
}

void AlqMethod::publish(std::size_t i)
{
    const torch::NoGradGuard noGrad;
    Layer& layer = *layers_[i];
    torch::Tensor weight = at().net.layers()[i].weight;
    torch::Tensor host = torch::empty(weight.sizes(), torch::kFloat32);
    const auto give = [&](const std::vector<float>& values, torch::Tensor to) {
        quantize::inPlaces(layer.grouping, values, host.data_ptr<float>());
        to.copy_(host);
    };
    give(quantize::reconstructed(layer.math.form), layer.used);
    give(layer.math.latent, weight);
}

std::vector<float> AlqMethod::weightsOf(std::size_t layer) const
{
    const torch::Tensor weight = at().net.layers()[layer].weight.detach().cpu().contiguous();
    return quantize::inGroups(layers_[layer]->grouping, weight.data_ptr<float>());
}

LayerView AlqMethod::view(std::size_t layer) const
{
    const net::Net::Layer& it = at().net.layers()[layer];
    if (layers_[layer]) { return toldView(layers_[layer]->math, it.weight.sizes()); }
    LayerView view;
    view.values = it.weight.detach().cpu().contiguous();
    view.grid = it.quantizer->grid();
    view.alpha = it.quantizer->alpha();
    return view;
}

double AlqMethod::bits(std::size_t layer) const { return layers_[layer] ? layers_[layer]->math.form.averageBits() : 0; }

std::vector<run::Extra> AlqMethod::extras() const
{
    std::vector<run::Extra> all;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        tellLayer(layers_[i]->math, at().net.layers()[i].description.name, run::alqOpened(at().config), all);
    }
    if (!pool_.empty()) { tellPool(pool_, cut_, all); }
    return all;
}

void AlqMethod::save(run::TensorFile& file) const
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i]) { saveLayer(layers_[i]->math, at().net.layers()[i].description.name, file); }
    }
    optimizers_.save(file);
}

void AlqMethod::restore(const run::TensorFile& file, std::int64_t)
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        Layer& layer = *layers_[i];
        layer.math = MultiBitLayer(quantize::noBases(layer.grouping, layer.slots), weightsOf(i));
        restoreLayer(file, at().net.layers()[i].description.name, layer.math);
        publish(i);
    }
    optimizers_.restore(file);
    pool_.clear();
}

} // namespace gridscope::train
