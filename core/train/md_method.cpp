// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/md_method.h"

#include "core/run/schedule.h"

#include <torch/types.h>

#include <cmath>

namespace gridscope::train {

namespace {

using Variant = run::MdSettings::Variant;

const std::vector<double> twoLevels = {-1, 1};

// Of the first dimension, per output; of the others, per input.
struct Fans {
    std::int64_t in, out;
};

Fans fansOf(const torch::Tensor& weight)
{
    const std::int64_t in = weight.numel() / weight.size(0);
    return {in, weight.size(0) * in / weight.size(1)};
}

// Deviation of the dual weights to begin with: from scratch that of Xavier's draw, of a trained network 1. The map to three levels is
// flat at 0 once it has steepened: with Xavier's draw all weights would stay there, so that a third begins outside instead.
double beginningOf(const torch::Tensor& weight, const run::RunConfig& config)
{
    if (config.start == "pretrained") { return 1; }
    constexpr double border = 0.5;
    if (run::mdSettings(config).isTernary) { return border; }
    const Fans fans = fansOf(weight);
    return std::sqrt(2.0 / double(fans.in + fans.out));
}

void spread(torch::Tensor weight, double wanted)
{
    const double there = weight.numel() > 1 ? weight.std().item<double>() : 0;
    if (there > 0) { weight.mul_(wanted / there); }
}

// While the library is loaded.
const bool isThere = [] {
    registerMethod(std::string(run::md.name), [](const Workplace& at) { return std::make_unique<MdMethod>(at); });
    return true;
}();

} // namespace

MdMethod::MdMethod(const Workplace& at)
    : Method(at), own_(run::mdSettings(at.config)), optimizers_(std::vector<ParameterGroup>())
{
    for (const auto& layer : at.net.layers()) {
        Layer mine;
        mine.state = own_.hasShares() ? torch::zeros({layer.weight.numel(), 2}, layer.weight.options()) : layer.weight;
        mine.moved = own_.isPrimal() ? torch::zeros_like(mine.state.detach()) : mine.state;
        mine.scale = run::mdScale(fansOf(layer.weight).in, layer.description.activates());
        layers_.push_back(std::move(mine));
    }
    optimizers_ = optimizersOf();
}

Optimizers MdMethod::optimizersOf() const
{
    const ParameterGroup others = weightsBeside(at().net, at().config, [](std::size_t) { return true; });
    ParameterGroup weights{{}, others.rule, others.momentum};
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        weights.parameters.push_back({"md." + at().net.layers()[i].description.name, layers_[i].moved});
    }
    return Optimizers({others, weights});
}

void MdMethod::begin(const data::Batch&)
{
    const torch::NoGradGuard noGrad;
    step_ = 0;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        torch::Tensor weight = at().net.layers()[i].weight;
        spread(weight, beginningOf(weight, at().config));
        torch::Tensor& state = layers_[i].state;
        if (own_.hasShares()) {
            const torch::Tensor v = weight.reshape({-1});
            const torch::Tensor both = torch::stack({-v, v}, 1);
            state.copy_(own_.isPrimal() ? mirror::softmaxOf(both, 1) : both);
        } else if (own_.isPrimal()) {
            state.tanh_();
        }
        settle(i);
    }
    optimizers_ = optimizersOf();
}

torch::Tensor MdMethod::primal(std::size_t layer) const
{
    const torch::Tensor state = layers_[layer].state.detach();
    switch (own_.variant) {
    case Variant::SoftmaxS: // the difference of two shares, in one pass (mirror.md)
    case Variant::Softmax: {
        const torch::Tensor difference = state.select(1, 1) - state.select(1, 0);
        const torch::Tensor value =
            own_.isPrimal() ? difference : mirror::primalOf(difference, beta() / 2, mirror::Levels::Binary);
        return value.reshape(at().net.layers()[layer].weight.sizes());
    }
    case Variant::Tanh: return state;
    case Variant::BinaryConnect: return state.clamp(-1, 1);
    case Variant::TanhS:
    case Variant::GdTanh: break;
    }
    return mirror::primalOf(state, beta(), levels());
}

// Where the state is no dual weight: the one whose map it is; what float32 calls +-1 has none, and is put at the last
// that has.
torch::Tensor MdMethod::dual(std::size_t layer) const
{
    const torch::Tensor state = layers_[layer].state.detach();
    constexpr double last = 1 - 1e-7;
    if (own_.isPrimal()) {
        return (primal(layer).to(torch::kFloat64).clamp(-last, last).atanh() / beta()).to(torch::kFloat32);
    }
    return own_.hasShares() ? (state.select(1, 1) - state.select(1, 0)) * 0.5 : state;
}

torch::Tensor MdMethod::rounded(std::size_t layer) const
{
    const torch::Tensor state = layers_[layer].state.detach();
    if (!own_.hasShares()) { return mirror::rounded(state, levels()); }
    const torch::Tensor difference = state.select(1, 1) - state.select(1, 0);
    return mirror::rounded(difference, levels()).reshape(at().net.layers()[layer].weight.sizes());
}

// While weights are soft, or some of them 0, signals would die out from layer to layer: every layer passes on as much
// as one of which all weights are -1 or +1.
double MdMethod::scaleOf(std::size_t layer, const torch::Tensor& values) const
{
    const double square = values.square().mean().item<double>();
    return square > 0 ? layers_[layer].scale / std::sqrt(square) : layers_[layer].scale;
}

torch::Tensor MdMethod::weight(std::size_t layer, net::Pass pass)
{
    if (pass == net::Pass::Float) { return {}; }
    Layer& mine = layers_[layer];
    const bool isRounded =
        pass == net::Pass::Quantized || (pass == net::Pass::Training && own_.variant == Variant::BinaryConnect);
    const torch::Tensor values = isRounded ? rounded(layer) : primal(layer);
    mine.factor = scaleOf(layer, values);
    torch::Tensor scaled = values * mine.factor;
    if (pass == net::Pass::Training) { mine.used = scaled.requires_grad_(true); }
    return scaled;
}

// Of the state, from that of the scaled weight.
void MdMethod::takeGradient(std::size_t layer)
{
    Layer& mine = layers_[layer];
    if (!mine.used.defined() || !mine.used.grad().defined()) { return; } // frozen
    torch::Tensor gradient = mine.used.grad() * mine.factor;
    const torch::Tensor state = mine.state.detach();
    if (own_.variant == Variant::GdTanh) { gradient = gradient * mirror::slopeOf(state, beta(), levels()); }
    if (own_.variant == Variant::BinaryConnect) { gradient = gradient * mirror::passesWithin1(state); }
    if (own_.hasShares()) {
        gradient = gradient.reshape({-1, 1}) * torch::tensor(twoLevels, gradient.options().requires_grad(false));
    }
    mine.moved.mutable_grad() = gradient;
    mine.used.reset();
}

// The optimizer took `moved` from 0 to minus its step.
void MdMethod::settle(std::size_t layer)
{
    Layer& mine = layers_[layer];
    torch::Tensor state = mine.state;
    if (own_.isPrimal()) {
        const torch::Tensor step = -mine.moved;
        state.copy_(own_.hasShares() ? mirror::steppedShares(state, step, beta())
                                     : mirror::steppedPrimal(state, step, beta()));
        mine.moved.zero_();
    }
    if (own_.hasShares()) {
        torch::Tensor weight = at().net.layers()[layer].weight;
        weight.copy_(primal(layer));
    }
}

StepResult MdMethod::step(std::int64_t index, const data::Batch& batch)
{
    step_ = index;
    optimizers_.zeroGradients();
    const torch::Tensor logits = at().net.forward(batch.inputs, net::Pass::Training);
    const torch::Tensor loss = torch::cross_entropy_loss(logits, batch.labels);
    loss.backward();
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < layers_.size(); ++i) { takeGradient(i); }
    const double rate = at().config.learningRate * scheduleShare(at().config, index - 1, at().config.steps);
    optimizers_.step({rate, rate});
    for (std::size_t i = 0; i < layers_.size(); ++i) { settle(i); }
    return {loss.item<double>(), rate};
}

LayerView MdMethod::view(std::size_t layer) const
{
    const double scale = scaleOf(layer, rounded(layer));
    LayerView view;
    view.values = (primal(layer) * scale).cpu().contiguous();
    const std::vector<double> points =
        own_.isTernary ? std::vector<double>{-scale, 0, scale} : std::vector<double>{-scale, scale};
    view.alpha = points[1] - points[0];
    view.free = std::make_shared<const run::FreeLevels>(run::FreeLevels{points, {}});
    view.bits = bits(layer);
    return view;
}

double MdMethod::bits(std::size_t) const { return std::log2(own_.isTernary ? 3.0 : 2.0); }

} // namespace gridscope::train
