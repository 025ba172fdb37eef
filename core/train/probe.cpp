// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/probe.h"

#include "core/base/random.h"
#include "core/base/whole.h"
#include "core/kernels/kernels.h"
#include "core/quantize/measure.h"
#include "core/train/tensor_io.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace gridscope::train {

namespace {

constexpr int previewLifetime = 10; // snapshots; fitting a step size costs as much as a small training step

std::span<const float> valuesOf(const torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

std::vector<std::int64_t> followedIndices(const run::RunConfig& config, std::uint32_t layer, std::int64_t weights)
{
    run::Random random(config.seed, run::Random::Purpose::FollowedWeights, layer);
    std::vector<std::int32_t> order = random.permutation(std::int32_t(weights));
    order.resize(std::size_t(std::min<std::int64_t>(weights, config.followedWeights)));
    std::sort(order.begin(), order.end());
    return {order.begin(), order.end()};
}

int masksOf(const net::Net::Layer& layer)
{
    const auto* gates = layer.quantizer->gates();
    return gates == nullptr ? 0 : int(gates->levels().size()) - 1;
}

bool areFinite(const std::vector<torch::Tensor>& tensors)
{
    return std::all_of(tensors.begin(), tensors.end(), [](const torch::Tensor& t) {
        return t.is_cpu() ? kernels::kernels().isFinite(t.data_ptr<float>(), std::size_t(t.numel()))
                          : t.isfinite().all().item<bool>();
    });
}

} // namespace

Probe::Probe(const net::Net& net, const run::RunConfig& config) : binsPerCell_(config.binsPerCell)
{
    for (const auto& layer : net.layers()) {
        Followed followed;
        followed.indices = followedIndices(config, std::uint32_t(followed_.size()), layer.weight.numel());
        followed_.push_back(std::move(followed));
    }
}

std::vector<run::LayerInfo> Probe::layers(const net::Net& net) const
{
    std::vector<run::LayerInfo> all;
    for (const auto& layer : net.layers()) {
        all.push_back({layer.description.name, layer.description.shape, layer.weight.numel(),
                       layer.description.multiplyAccumulates, masksOf(layer)});
    }
    return all;
}

double Probe::shownAlpha(const net::Net::Layer& layer, bool calibrated, Followed& followed) const
{
    if (calibrated) { return layer.quantizer->alpha(); }
    if (followed.previewAge++ % previewLifetime == 0) {
        followed.previewAlpha =
            quantize::fitStepSize(valuesOf(layer.weight.detach().cpu()), layer.quantizer->wholeGrid(), 4096);
    }
    return followed.previewAlpha;
}

run::SnapshotPtr Probe::snapshot(const net::Net& net, std::int64_t step, bool quantized)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->step = step;
    snapshot->quantized = quantized;
    for (std::size_t i = 0; i < followed_.size(); ++i) {
        const auto& layer = net.layers()[i];
        const bool quantizing = quantized && layer.quantizer->isQuantizing();
        const torch::Tensor here = layer.weight.detach().cpu();
        const auto weights = valuesOf(here);
        run::LayerState state;
        state.bits = quantizing ? layer.quantizer->bits() : 0;
        state.alpha = shownAlpha(layer, quantized, followed_[i]);
        state.sigma = quantizing ? layer.quantizer->sigma() : 0;
        quantize::measure(weights, state.alpha, quantized ? layer.quantizer->grid() : layer.quantizer->wholeGrid(),
                          binsPerCell_, followed_[i].codes, state);
        if (quantizing && masksOf(layer) > 0) {
            state.keepProbabilities = layer.quantizer->gates()->keepProbabilities();
        }
        for (const auto index : followed_[i].indices) { state.followed.push_back(weights[std::size_t(index)]); }
        snapshot->layers.push_back(std::move(state));
        if (quantized && layer.activation && layer.activation->isQuantizing()) {
            const auto& a = *layer.activation;
            snapshot->activations.push_back({layer.description.name + " activations", a.bits(), a.alpha(), a.sigma()});
        }
    }
    return snapshot;
}

std::vector<std::uint8_t> Probe::drawnMasks(const net::Net& net) const
{
    std::vector<std::uint8_t> all;
    for (const auto& layer : net.layers()) {
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

void Probe::save(run::TensorFile& file) const
{
    for (std::size_t i = 0; i < followed_.size(); ++i) {
        const auto& f = followed_[i];
        const std::string name = "snapshot." + std::to_string(i);
        file.tensors.push_back(run::makeTensor(name + ".codes", {std::int64_t(f.codes.size())}, f.codes));
        file.tensors.push_back(run::makeScalar(name + ".preview_alpha", f.previewAlpha));
        file.tensors.push_back(run::makeScalar(name + ".preview_age", f.previewAge));
    }
}

void Probe::restore(const run::TensorFile& file)
{
    for (std::size_t i = 0; i < followed_.size(); ++i) {
        auto& f = followed_[i];
        const std::string name = "snapshot." + std::to_string(i);
        f.codes = run::valuesOf<std::int8_t>(needed(file, name + ".codes"));
        f.previewAlpha = run::scalarOf<double>(needed(file, name + ".preview_alpha"));
        f.previewAge = run::scalarOf<std::int64_t>(needed(file, name + ".preview_age"));
    }
}

// Gradients need no look: a step with one that is not finite leaves a weight that is not, whatever optimizer and rate.
std::string firstLayerNotFinite(const net::Net& net)
{
    for (const auto& layer : net.layers()) {
        std::vector<torch::Tensor> tensors{layer.weight, layer.bias};
        if (layer.gain.defined()) { tensors.insert(tensors.end(), {layer.gain, layer.mean, layer.variance}); }
        for (const auto* quantizer : {layer.quantizer.get(), layer.activation.get()}) {
            if (quantizer == nullptr) { continue; }
            const auto learned = quantizer->learned();
            tensors.insert(tensors.end(), learned.begin(), learned.end());
            if (quantizer->gates() == nullptr) { continue; }
            const auto phi = quantizer->gates()->learned();
            tensors.insert(tensors.end(), phi.begin(), phi.end());
        }
        if (!areFinite(tensors)) { return layer.description.name; }
    }
    return {};
}

std::string firstLayerWithoutStep(const net::Net& net)
{
    for (const auto& layer : net.layers()) {
        for (const auto* quantizer : {layer.quantizer.get(), layer.activation.get()}) {
            if (quantizer != nullptr && quantizer->hasLeftFloats()) { return layer.description.name; }
        }
    }
    return {};
}

} // namespace gridscope::train
