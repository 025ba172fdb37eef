// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/bsq_method.h"

#include "core/method/methods.h"
#include "core/run/schedule.h"
#include "core/train/grid_method.h"

#include <torch/types.h>

#include <algorithm>

namespace gridscope::train {

namespace {

const bool isRegistered = [] {
    registerMethod(std::string(run::bsq.name), [](const Workplace& at) { return std::make_unique<BsqMethod>(at); });
    return true;
}();

constexpr float leastScale = 1e-8F; // a scale of 0 would have no way back

std::span<float> valuesOf(const torch::Tensor& t) { return {t.data_ptr<float>(), std::size_t(t.numel())}; }

// Does `work` with a layer's weights on the processor and brings them back.
template <typename Work>
void withWeights(const torch::Tensor& parameter, Work work)
{
    const torch::NoGradGuard noGrad;
    torch::Tensor weight = parameter.detach();
    const torch::Tensor here = weight.cpu();
    work(valuesOf(here));
    if (!weight.is_cpu()) { weight.copy_(here); }
}

// Biases, gains, and the weights that stay full precision.
ParameterGroup floatsOf(const Workplace& at)
{
    return weightsBeside(at.net, at.config, [&](std::size_t layer) { return !run::isFloatLayer(at.config, layer); });
}

ParameterGroup activationsOf(const net::Net& net)
{
    ParameterGroup group;
    for (const auto& layer : net.layers()) {
        if (!layer.activation) { continue; }
        const std::string name = layer.description.name + "_activation.";
        const auto learned = layer.activation->learned();
        group.parameters.push_back({name + "log_alpha", learned.at(0)});
        group.parameters.push_back({name + "log_sigma", learned.at(1)});
    }
    return group;
}

} // namespace

BsqMethod::BsqMethod(const Workplace& at)
    : Method(at), layers_(at.net.layers().size()), scales_(at.net.layers().size()),
      floats_({floatsOf(at), activationsOf(at.net)}), scaleOptimizer_(std::vector<ParameterGroup>())
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        scales_[i] = torch::ones({}, torch::requires_grad());
        if (!run::isFloatLayer(at.config, i)) { allWeights_ += double(at.net.layers()[i].weight.numel()); }
    }
}

std::vector<Phase> BsqMethod::phases() const
{
    const auto planes = int(run::bsqPlaneSteps(at().config));
    std::vector<Phase> phases = {{"training of bit planes", planes}};
    if (planes < at().config.steps) { phases.push_back({"fine-tuning", at().config.steps - planes}); }
    return phases;
}

void BsqMethod::begin(const data::Batch& batch)
{
    at().net.calibrate(batch.inputs, {at().config.sigma, run::activationSigma(at().config)});
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (run::isFloatLayer(at().config, i)) { continue; }
        withWeights(at().net.layers()[i].weight, [&](std::span<float> weights) {
            layers_[i].emplace(quantize::planesOf(weights, run::bitsOfLayer(at().config, i), 1), keepStepOf(i));
            layers_[i]->adjust(weights);
        });
        scaleIsSet(i);
    }
    floats_ = Optimizers({floatsOf(at()), activationsOf(at().net)}); // no momentum from what was before
    makeOptimizers();
}

BitLayer::KeepStep BsqMethod::keepStepOf(std::size_t layer) const
{
    return [quantizer = at().net.layers()[layer].quantizer](double step) {
        quantizer->setAlpha(step, 1);
        return float(quantizer->alpha());
    };
}

// Scales have another meaning after an adjustment, and their moments none.
void BsqMethod::makeOptimizers()
{
    ParameterGroup group{{}, ruleOf(at().config), at().config.momentum};
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i]) { group.parameters.push_back({at().net.layers()[i].description.name + "_scale", scales_[i]}); }
    }
    scaleOptimizer_ = Optimizers({group});
}

void BsqMethod::scaleIsSet(std::size_t layer)
{
    const torch::NoGradGuard noGrad;
    scales_[layer].fill_(layers_[layer]->scale());
}

torch::Tensor BsqMethod::weight(std::size_t layer, net::Pass pass)
{
    if (!layers_[layer]) { return {}; }
    const torch::Tensor& weight = at().net.layers()[layer].weight;
    if (pass != net::Pass::Latent) { return weight; }
    const std::vector<float> latent = layers_[layer]->latent();
    return torch::tensor(latent).reshape(weight.sizes()).to(weight.device());
}

StepResult BsqMethod::step(std::int64_t index, const data::Batch& batch)
{
    net::Net& net = at().net;
    floats_.zeroGradients();
    scaleOptimizer_.zeroGradients();
    for (const auto& layer : net.layers()) { torch::Tensor(layer.weight).mutable_grad().reset(); }
    net.draw(at().config.seed, index);
    const torch::Tensor loss = torch::cross_entropy_loss(net.forward(batch.inputs, net::Pass::Training), batch.labels);
    loss.backward();
    taskLoss_ = loss.item<double>();
    penalty_ = penalty();
    const double rate = shareAt(index) * at().config.learningRate;
    moveScales(rate);
    floats_.step({rate, shareAt(index) * at().config.quantizerLearningRate});
    moveWeights(index);
    closeStep(index);
    return {taskLoss_, rate};
}

double BsqMethod::shareAt(std::int64_t step) const
{
    const std::int64_t planes = run::bsqPlaneSteps(at().config);
    return step <= planes ? scheduleShare(at().config, step - 1, planes)
                          : scheduleShare(at().config, step - 1 - planes, at().config.steps - planes);
}

double BsqMethod::lassoWeight(std::size_t layer) const
{
    return quantize::lassoWeight(std::size_t(at().net.layers()[layer].weight.numel()), layers_[layer]->bits(),
                                 allWeights_);
}

double BsqMethod::penalty() const
{
    double sum = 0;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (layers_[i]) { sum += lassoWeight(i) * layers_[i]->lasso(); }
    }
    return run::bsqSettings(at().config).alpha * sum;
}

void BsqMethod::moveScales(double rate)
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const torch::Tensor gradient = at().net.layers()[i].weight.grad();
        if (!layers_[i] || !gradient.defined()) { continue; }
        const torch::Tensor here = gradient.cpu().contiguous();
        withWeights(at().net.layers()[i].weight, [&](std::span<float> weights) {
            scales_[i].mutable_grad() = torch::full({}, layers_[i]->scaleGradient(valuesOf(here), weights));
        });
    }
    scaleOptimizer_.step({rate});
    const torch::NoGradGuard noGrad;
    for (const torch::Tensor& scale : scales_) { scale.clamp_min_(leastScale); }
}

void BsqMethod::moveWeights(std::int64_t step)
{
    const run::BsqSettings own = run::bsqSettings(at().config);
    const bool isFineTuning = step > run::bsqPlaneSteps(at().config);
    const double rate = shareAt(step) * (isFineTuning ? own.fineTuneRate : own.planeRate);
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i] || !at().net.layers()[i].weight.grad().defined()) { continue; } // frozen
        move(i, {rate, at().config.momentum, own.weightDecay, own.alpha * lassoWeight(i)});
        guard(i, step);
    }
}

void BsqMethod::move(std::size_t layer, const BitLayer::Step& step)
{
    const torch::Tensor& weight = at().net.layers()[layer].weight;
    const torch::Tensor gradient = weight.grad().cpu().contiguous();
    withWeights(weight, [&](std::span<float> weights) {
        layers_[layer]->step(step, scales_[layer].item<float>(), valuesOf(gradient), weights);
    });
}

// A layer whose weights all round to 0 stops the gradient of every layer before it, so the run would be lost: it goes back to
// its last adjustment, and without the regulariser from then on. Nobody may be there to be asked.
void BsqMethod::guard(std::size_t layer, std::int64_t step)
{
    BitLayer& it = *layers_[layer];
    if (!it.isDead() || !it.canRollBack()) { return; }
    withWeights(at().net.layers()[layer].weight, [&](std::span<float> weights) { it.rollBack(weights); });
    it.isRegularised = false;
    scaleIsSet(layer);
    makeOptimizers();
    marks_.push_back({step, run::Mark::Kind::Phase, at().net.layers()[layer].description.name,
                      "warning: a dead layer, every weight rounds to 0; back to its last adjustment, without the "
                      "regulariser from here on",
                      "", ""});
}

void BsqMethod::closeStep(std::int64_t step)
{
    const std::int64_t planes = run::bsqPlaneSteps(at().config);
    const bool isAdjusted = step == planes || (step < planes && step % run::bsqSettings(at().config).interval == 0);
    if (isAdjusted) { adjustAll(step); }
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        withWeights(at().net.layers()[i].weight, [&](std::span<float> weights) {
            if (step == planes && planes < at().config.steps) { layers_[i]->beginFineTuning(weights); }
            if (step == at().config.steps) { layers_[i]->finalise(weights); }
        });
    }
}

void BsqMethod::adjustAll(std::int64_t step)
{
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        if (!layers_[i]) { continue; }
        withWeights(at().net.layers()[i].weight, [&](std::span<float> weights) { layers_[i]->adjust(weights); });
        scaleIsSet(i);
    }
    makeOptimizers();
    marks_.push_back({step, run::Mark::Kind::Phase, "", "adjustment of the precision", "", ""});
}

void BsqMethod::apply(const std::string& changedKey)
{
    for (const auto& layer : at().net.layers()) { applyToActivation(layer, at().config, changedKey); }
    for (auto& layer : layers_) {
        if (layer && changedKey == "bsq_alpha") { layer->isRegularised = true; }
    }
}

std::string BsqMethod::firstLayerLost() const
{
    for (const auto& layer : at().net.layers()) {
        if (layer.activation && layer.activation->hasLeftFloats()) { return layer.description.name; }
    }
    return {};
}

std::vector<std::string> BsqMethod::movingSettings(std::int64_t step) const
{
    const run::BsqSettings own = run::bsqSettings(at().config);
    const bool isFineTuning = step > run::bsqPlaneSteps(at().config);
    std::vector<std::string> settings;
    if (isFineTuning && own.fineTuneRate > 0) { settings.emplace_back("bsq_fine_tune_rate"); }
    if (!isFineTuning && own.planeRate > 0) { settings.emplace_back("bsq_plane_rate"); }
    if (at().config.learningRate > 0) { settings.emplace_back("learning_rate"); }
    return settings;
}

} // namespace gridscope::train
