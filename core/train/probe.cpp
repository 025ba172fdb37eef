// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/probe.h"

#include "core/base/random.h"
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

LayerView Probe::previewOf(const net::Net::Layer& layer, Followed& followed) const
{
    LayerView view;
    view.values = layer.weight.detach().cpu();
    view.grid = layer.quantizer->wholeGrid();
    if (followed.previewAge++ % previewLifetime == 0) {
        followed.previewAlpha = quantize::fitStepSize(valuesOf(view.values), view.grid, 4096);
    }
    view.alpha = followed.previewAlpha;
    return view;
}

run::LayerState Probe::stateOf(const LayerView& view, Followed& followed) const
{
    const auto weights = valuesOf(view.values);
    run::LayerState state;
    state.bits = view.bits;
    state.isZero = view.isZero;
    state.alpha = view.alpha;
    state.sigma = view.sigma;
    state.keepProbabilities = view.keepProbabilities;
    state.offset = view.offset;
    state.free = view.free;
    constexpr int mostCodes = 256; // that the fast loop keeps
    if (view.free || view.offset != 0 || view.grid.points() > mostCodes) {
        state.low = view.free ? 0 : view.grid.low;
        state.high = view.free ? int(view.free->points.size()) - 1 : view.grid.high;
        quantize::measureOnLevels(weights, binsPerCell_, followed.codes, state);
    } else {
        quantize::measure(weights, state.alpha, view.grid, binsPerCell_, followed.codes, state);
    }
    for (const auto index : followed.indices) { state.followed.push_back(weights[std::size_t(index)]); }
    return state;
}

run::SnapshotPtr Probe::snapshot(const net::Net& net, const Method& method, std::int64_t step)
{
    std::vector<LayerView> views;
    for (std::size_t i = 0; i < followed_.size(); ++i) { views.push_back(method.view(i)); }
    return snapshot(net, views, method.extras(), step);
}

run::SnapshotPtr Probe::snapshot(const net::Net& net, std::span<const LayerView> views, std::vector<run::Extra> extras,
                                 std::int64_t step)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->step = step;
    for (std::size_t i = 0; i < followed_.size(); ++i) {
        snapshot->layers.push_back(stateOf(views[i], followed_[i]));
        const auto& layer = net.layers()[i];
        if (!layer.activation || !layer.activation->isQuantizing()) { continue; }
        const auto& a = *layer.activation;
        snapshot->activations.push_back({layer.description.name + " activations", a.bits(), a.alpha(), a.sigma()});
    }
    snapshot->extras = std::move(extras);
    return snapshot;
}

run::SnapshotPtr Probe::floatSnapshot(const net::Net& net, std::int64_t step)
{
    auto snapshot = std::make_shared<run::Snapshot>();
    snapshot->step = step;
    snapshot->quantized = false;
    for (std::size_t i = 0; i < followed_.size(); ++i) {
        snapshot->layers.push_back(stateOf(previewOf(net.layers()[i], followed_[i]), followed_[i]));
    }
    return snapshot;
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

} // namespace gridscope::train
