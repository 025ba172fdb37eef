// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/net.h"

#include "core/net/relu_pool.h"
#include "core/run/random.h"

#include <torch/types.h>

#include <cmath>
#include <functional>
#include <numeric>

namespace gridscope::net {

namespace {

constexpr int kernel = 5;

// Uniform in +- 1 / sqrt(fan-in), LibTorch's own default for these layers, drawn from our generator.
torch::Tensor initialValues(std::vector<std::int64_t> shape, std::int64_t fanIn, run::Random& random)
{
    torch::Tensor t = torch::empty(shape);
    const double bound = 1 / std::sqrt(double(fanIn));
    float* values = t.data_ptr<float>();
    for (std::int64_t i = 0; i < t.numel(); ++i) { values[i] = float((random.uniform() * 2 - 1) * bound); }
    return t;
}

int pooledSize(int size) { return (size - kernel + 1) / 2; }

std::vector<LayerDescription> describeLeNet(const run::RunConfig& config, const Input& input)
{
    std::vector<LayerDescription> layers;
    std::int64_t channels = input.channels;
    int height = input.height, width = input.width;
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        const std::int64_t outputs = std::int64_t(height - kernel + 1) * (width - kernel + 1);
        layers.push_back({"conv" + std::to_string(i + 1),
                          {config.channels[i], channels, kernel, kernel},
                          true,
                          true,
                          config.channels[i] * channels * kernel * kernel * outputs});
        channels = config.channels[i];
        height = pooledSize(height);
        width = pooledSize(width);
    }
    std::int64_t features = channels * height * width;
    for (std::size_t i = 0; i < config.hidden.size(); ++i) {
        layers.push_back(
            {"fc" + std::to_string(i + 1), {config.hidden[i], features}, false, true, config.hidden[i] * features});
        features = config.hidden[i];
    }
    layers.push_back({"fc" + std::to_string(config.hidden.size() + 1),
                      {input.classes, features},
                      false,
                      false,
                      input.classes * features});
    return layers;
}

std::vector<LayerDescription> describeMlp(const run::RunConfig& config, const Input& input)
{
    run::RunConfig withoutConvolutions = config;
    withoutConvolutions.channels.clear();
    return describeLeNet(withoutConvolutions, input);
}

// The layer without its quantizers: product, bias, ReLU, pooling.
torch::Tensor applyLayer(const Net::Layer& layer, const torch::Tensor& weight, const torch::Tensor& x)
{
    const torch::Tensor y = layer.description.isConvolution() ? torch::conv2d(x, weight, layer.bias)
                                                              : torch::linear(x.flatten(1), weight, layer.bias);
    if (layer.description.activates && layer.description.pools) { return reluPool(y); }
    if (layer.description.activates) { return y.relu(); }
    return layer.description.pools ? torch::max_pool2d(y, 2) : y;
}

} // namespace

std::vector<LayerDescription> describeNet(const run::RunConfig& config, const Input& input)
{
    return config.network == "mlp" ? describeMlp(config, input) : describeLeNet(config, input);
}

Net::Net(const run::RunConfig& config, const Input& input)
{
    std::uint32_t index = 0;
    for (auto& description : describeNet(config, input)) {
        run::Random random(config.seed, run::Random::Purpose::InitialWeights, index);
        const auto& shape = description.shape;
        const std::int64_t fanIn =
            std::accumulate(shape.begin() + 1, shape.end(), std::int64_t(1), std::multiplies<>());
        Layer layer;
        layer.weight = register_parameter(description.name + "_weight", initialValues(shape, fanIn, random));
        layer.bias = register_parameter(description.name + "_bias", initialValues({shape[0]}, fanIn, random));
        layer.quantizer =
            register_module(description.name + "_quantizer", quantize::makeWeightQuantizer(config, index));
        if (description.activates) {
            layer.activation =
                register_module(description.name + "_activation", quantize::makeActivationQuantizer(config));
        }
        layer.description = std::move(description);
        layers_.push_back(std::move(layer));
        ++index;
    }
}

torch::Tensor Net::weightFor(const Layer& layer, Pass pass)
{
    switch (pass) {
    case Pass::Quantized: return layer.quantizer->forward(layer.weight);
    case Pass::Training: return layer.quantizer->forwardInTraining(layer.weight);
    case Pass::Float:
    case Pass::Latent: break;
    }
    return layer.weight;
}

torch::Tensor Net::forward(const torch::Tensor& input, Pass pass)
{
    torch::Tensor x = input; // [batch, channels, height, width]
    for (const Layer& layer : layers_) {
        x = applyLayer(layer, weightFor(layer, pass), x);
        // After the pooling: it commutes with a monotone quantizer, so this is the same at a quarter of the cost.
        if (layer.activation && pass != Pass::Float) { x = layer.activation->forward(x); }
    }
    return x; // [batch, classes]
}

std::vector<torch::Tensor> Net::weightsAndBiases() const
{
    std::vector<torch::Tensor> all;
    for (const Layer& layer : layers_) { all.insert(all.end(), {layer.weight, layer.bias}); }
    return all;
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
    std::uint32_t index = 0;
    for (const Layer& layer : layers_) { layer.quantizer->draw(seed, index++, std::uint32_t(step)); }
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
        if (gates == nullptr || !gates->isLearned() || gates->isFrozen()) { continue; }
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

void Net::calibrate(const torch::Tensor& batch, double sigmaRatio)
{
    const torch::NoGradGuard noGrad;
    torch::Tensor x = batch;
    for (const Layer& layer : layers_) {
        layer.quantizer->calibrate(layer.weight, sigmaRatio);
        x = applyLayer(layer, layer.weight, x);
        if (layer.activation) { layer.activation->calibrate(x, sigmaRatio); }
    }
}

} // namespace gridscope::net
