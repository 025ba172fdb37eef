// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/net.h"

#include "core/base/random.h"
#include "core/net/relu_pool.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace gridscope::net {

namespace {

// Uniform in +- 1 / sqrt(fan-in), LibTorch's own default for these layers, drawn from our generator.
torch::Tensor initialValues(std::vector<std::int64_t> shape, std::int64_t fanIn, run::Random& random)
{
    torch::Tensor t = torch::empty(shape);
    const double bound = 1 / std::sqrt(double(fanIn));
    float* values = t.data_ptr<float>();
    for (std::int64_t i = 0; i < t.numel(); ++i) { values[i] = float((random.uniform() * 2 - 1) * bound); }
    return t;
}

// How batch normalisation treats a batch.
struct Statistics {
    bool ofTheBatch; // else the running averages
    double momentum; // of the running averages, when of the batch
};

torch::Tensor product(const LayerDescription& d, const torch::Tensor& weight, const torch::Tensor& bias,
                      const torch::Tensor& x)
{
    return d.isConvolution() ? torch::conv2d(x, weight, bias, d.stride, d.padding, 1, d.groups)
                             : torch::linear(x.flatten(1), weight, bias);
}

// Product and bias, or product and batch normalisation.
torch::Tensor normalisedProduct(const Net::Layer& layer, const torch::Tensor& weight, const torch::Tensor& x,
                                const Statistics& statistics)
{
    if (!layer.gain.defined()) { return product(layer.description, weight, layer.bias, x); }
    constexpr double epsilon = 1e-5;
    return torch::batch_norm(product(layer.description, weight, {}, x), layer.gain, layer.bias, layer.mean,
                             layer.variance, statistics.ofTheBatch, statistics.momentum, epsilon, false);
}

// The layer as it is, without a way back for gradients.
Net::Layer still(const Net::Layer& layer)
{
    Net::Layer same = layer;
    same.bias = layer.bias.detach();
    if (layer.gain.defined()) { same.gain = layer.gain.detach(); }
    return same;
}

// Activation and max-pooling.
torch::Tensor activated(const LayerDescription& d, const torch::Tensor& y)
{
    const bool isFused = d.activation == Activation::Relu && d.pooling == Pooling::Max2 && y.is_cpu();
    if (isFused) { return reluPool(y); }
    const torch::Tensor z = d.activation == Activation::Relu    ? y.relu()
                            : d.activation == Activation::Relu6 ? torch::clamp(y, 0, 6)
                                                                : y;
    switch (d.pooling) {
    case Pooling::Max2: return torch::max_pool2d(z, 2);
    case Pooling::Max3: return torch::max_pool2d(z, 3, 2, 1);
    case Pooling::None:
    case Pooling::Average: break; // the latter does not commute with a quantizer and waits for it
    }
    return z;
}

// The layers one after the other: `multiply(layer, its input)`, what is added to it, activation and pooling, and
// `finish(layer, that)`.
template <typename Multiply, typename Finish>
torch::Tensor throughLayers(const std::vector<Net::Layer>& layers, const torch::Tensor& input, Multiply multiply,
                            Finish finish)
{
    std::vector<torch::Tensor> outputs = {input}; // of the layer before the first, and so on
    for (const Net::Layer& layer : layers) {
        const auto before = [&](int count) { return outputs[outputs.size() - std::size_t(count)]; };
        const auto& d = layer.description;
        torch::Tensor y = multiply(layer, before(d.from));
        if (d.adds > 0) { y = y + before(d.adds); }
        y = finish(layer, activated(d, y));
        outputs.push_back(d.pooling == Pooling::Average ? y.mean({2, 3}, true) : std::move(y));
        if (outputs.size() > run::furthestBack) { outputs.erase(outputs.begin()); } // nobody reaches further back
    }
    return outputs.back();
}

} // namespace

Net::Net(const run::RunConfig& config, const Input& input, torch::Device device)
{
    std::uint32_t index = 0;
    for (auto& description : describeNet(config, input)) {
        run::Random random(config.seed, run::Random::Purpose::InitialWeights, index);
        const auto& shape = description.shape;
        const std::int64_t fanIn =
            std::accumulate(shape.begin() + 1, shape.end(), std::int64_t(1), std::multiplies<>());
        Layer layer;
        layer.weight = register_parameter(description.name + "_weight", initialValues(shape, fanIn, random).to(device));
        if (description.normalisation.empty()) {
            layer.bias =
                register_parameter(description.name + "_bias", initialValues({shape[0]}, fanIn, random).to(device));
        } else {
            const std::string& name = description.normalisation;
            const auto put = [&](const std::string& part, const torch::Tensor& values) {
                return run::isChain(config.network) ? register_buffer(name + part, values) // never learned
                                                    : register_parameter(name + part, values);
            };
            layer.bias = put("_bias", torch::zeros({shape[0]}, device));
            layer.gain = put("_weight", torch::ones({shape[0]}, device));
            layer.mean = register_buffer(name + "_running_mean", torch::zeros({shape[0]}, device));
            layer.variance = register_buffer(name + "_running_var", torch::ones({shape[0]}, device));
        }
        layer.quantizer =
            register_module(description.name + "_quantizer", quantize::makeWeightQuantizer(config, index));
        if (description.activates()) {
            layer.activation =
                register_module(description.name + "_activation", quantize::makeActivationQuantizer(config));
        }
        layer.isFrozen = run::isFrozenLayer(config, index);
        layer.description = std::move(description);
        layers_.push_back(std::move(layer));
        ++index;
    }
}

torch::Tensor Net::weightFor(const Layer& layer, Pass pass) const
{
    if (weightOf_ && pass != Pass::Float) {
        torch::Tensor weight = weightOf_(indexOf(layer), pass);
        if (weight.defined()) { return weight; }
    }
    switch (pass) {
    case Pass::Quantized: return layer.quantizer->forward(layer.weight);
    case Pass::Training: return layer.quantizer->forwardInTraining(layer.weight);
    case Pass::Float:
    case Pass::Latent: break;
    }
    return layer.weight;
}

torch::Tensor Net::activationFor(const Layer& layer, Pass pass, const torch::Tensor& values) const
{
    if (!layer.activation || pass == Pass::Float) { return values; }
    if (activationOf_) {
        torch::Tensor activation = activationOf_(indexOf(layer), pass, values);
        if (activation.defined()) { return activation; }
    }
    return pass == Pass::Training ? layer.activation->forwardInTraining(values) : layer.activation->forward(values);
}

torch::Tensor Net::forward(const torch::Tensor& input, Pass pass)
{
    const Statistics statistics{is_training(), statisticsMomentum_};
    return throughLayers(
        layers_, input,
        [&](const Layer& layer, const torch::Tensor& x) {
            if (!layer.isFrozen || pass != Pass::Training) {
                return normalisedProduct(layer, weightFor(layer, pass), x, statistics);
            }
            return normalisedProduct(still(layer), weightFor(layer, pass).detach(), x, statistics);
        },
        // After the pooling: it commutes with a monotone quantizer, so this is the same at a quarter of the cost.
        [&](const Layer& layer, const torch::Tensor& y) { return activationFor(layer, pass, y); });
}

std::vector<torch::Tensor> Net::weightsAndBiases() const
{
    std::vector<torch::Tensor> all;
    for (const Layer& layer : layers_) {
        for (const torch::Tensor& values : {layer.weight, layer.bias, layer.gain}) {
            if (values.defined() && values.requires_grad()) { all.push_back(values); }
        }
    }
    return all;
}

std::vector<Net::Named> Net::floatState() const
{
    std::vector<Named> all;
    for (const Layer& layer : layers_) {
        const std::string& name = layer.description.name;
        const std::string& normalisation = layer.description.normalisation;
        all.push_back({name + "_weight", layer.weight});
        all.push_back({(normalisation.empty() ? name : normalisation) + "_bias", layer.bias});
        if (!layer.gain.defined()) { continue; }
        all.push_back({normalisation + "_weight", layer.gain});
        all.push_back({normalisation + "_running_mean", layer.mean});
        all.push_back({normalisation + "_running_var", layer.variance});
    }
    return all;
}

bool Net::hasStatistics() const
{
    return std::ranges::any_of(layers_, [](const Layer& layer) { return layer.mean.defined(); });
}

std::vector<torch::Tensor> Net::quantizerParameters() const
{
    std::vector<torch::Tensor> all;
    for (const Layer& layer : layers_) {
        for (const auto* quantizer : {layer.quantizer.get(), layer.activation.get()}) {
            if (quantizer == nullptr) { continue; }
            const auto learned = quantizer->learned();
            all.insert(all.end(), learned.begin(), learned.end());
        }
    }
    return all;
}

std::vector<torch::Tensor> Net::gateParameters() const
{
    std::vector<torch::Tensor> all;
    for (const Layer& layer : layers_) {
        if (layer.quantizer->gates() == nullptr) { continue; }
        const auto learned = layer.quantizer->gates()->learned();
        all.insert(all.end(), learned.begin(), learned.end());
    }
    return all;
}

void Net::draw(std::int64_t seed, std::int64_t step)
{
    constexpr std::uint32_t activations = 1U << 16; // streams beyond those of the weights
    std::uint32_t index = 0;
    for (const Layer& layer : layers_) {
        layer.quantizer->draw(seed, index, std::uint32_t(step));
        if (layer.activation) { layer.activation->draw(seed, activations + index, std::uint32_t(step)); }
        ++index;
    }
}

torch::Tensor Net::bitPenalty(const std::string& weighting) const
{
    const auto weightOf = [&](const Layer& layer) {
        return weighting == "parameters" ? double(layer.weight.numel())
               : weighting == "macs"     ? double(layer.description.multiplyAccumulates)
                                         : 1.0;
    };
    double all = 0;
    for (const Layer& layer : layers_) { all += weightOf(layer); }
    torch::Tensor sum;
    for (const Layer& layer : layers_) {
        const auto* gates = layer.quantizer->gates();
        if (gates == nullptr || !gates->isLearned() || gates->isFrozen() || layer.isFrozen) { continue; }
        // The mean weight is 1, so that lambda means the same with every weighting.
        const torch::Tensor term = gates->penalty() * (weightOf(layer) * double(layers_.size()) / all);
        sum = sum.defined() ? sum + term : term;
    }
    return sum;
}

std::vector<int> Net::bitLengths() const
{
    std::vector<int> bits;
    for (const Layer& layer : layers_) { bits.push_back(layer.quantizer->bits()); }
    return bits;
}

void Net::calibrate(const torch::Tensor& batch, const SigmaRatios& ratios)
{
    const torch::NoGradGuard noGrad;
    const Statistics statistics{true, 0}; // those of this batch, which leaves no trace
    throughLayers(
        layers_, batch,
        [&](const Layer& layer, const torch::Tensor& x) {
            layer.quantizer->calibrate(layer.weight, ratios.weights);
            return normalisedProduct(layer, layer.weight, x, statistics);
        },
        [&](const Layer& layer, const torch::Tensor& y) {
            if (layer.activation) { layer.activation->calibrate(y, ratios.activations); }
            return y;
        });
}

} // namespace gridscope::net
