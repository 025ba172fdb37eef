// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/networks.h"

#include "core/base/error.h"
#include "core/config/batch_norm.h"

#include <array>
#include <functional>
#include <numeric>

namespace gridscope::run {

namespace {

// What flows between two layers.
struct Size {
    std::int64_t channels, height, width;
    std::int64_t values() const { return channels * height * width; }
};

// Layers one after the other, following the size of what flows through them.
class Layers {
public:
    Layers(std::string network, const Input& input)
        : network_(std::move(network)), sizes_{{input.channels, input.height, input.width}}
    {}

    // `layer` with everything but its shape. Depthwise: as many groups as channels.
    void convolution(LayerDescription layer, std::int64_t outputs, int kernel)
    {
        const Size in = before(layer.from);
        layer.shape = {outputs, in.channels / layer.groups, kernel, kernel};
        const auto size = [&](std::int64_t side) {
            const std::int64_t span = side + 2 * std::int64_t(layer.padding) - kernel;
            return span < 0 ? 0 : span / layer.stride + 1;
        };
        add(std::move(layer), {outputs, size(in.height), size(in.width)});
    }
    void depthwise(LayerDescription layer)
    {
        const auto channels = before(layer.from).channels;
        layer.groups = int(channels);
        convolution(std::move(layer), channels, 3);
    }
    void linear(LayerDescription layer, std::int64_t outputs)
    {
        layer.shape = {outputs, before(layer.from).values()};
        add(std::move(layer), {outputs, 1, 1});
    }
    std::int64_t channels() const { return sizes_.back().channels; }
    std::vector<LayerDescription> take() { return std::move(layers_); }

private:
    Size before(int from) const { return sizes_[sizes_.size() - std::size_t(from)]; }
    void add(LayerDescription layer, Size out)
    {
        const auto& s = layer.shape;
        layer.multiplyAccumulates =
            std::accumulate(s.begin() + 1, s.end(), std::int64_t(1), std::multiplies<>()) * out.values();
        switch (layer.pooling) {
        case Pooling::None: break;
        case Pooling::Max2: out = {out.channels, out.height / 2, out.width / 2}; break;
        case Pooling::Max3: out = {out.channels, (out.height + 1) / 2, (out.width + 1) / 2}; break;
        case Pooling::Average: out = {out.channels, out.values() > 0 ? 1 : 0, 1}; break;
        }
        if (out.values() == 0) {
            const Size first = sizes_.front();
            throw ConfigError("network is " + network_ + ", but the pictures are " + std::to_string(first.height) + "x"
                              + std::to_string(first.width) + ": nothing is left of them after " + layer.name
                              + "; choose larger pictures or network mlp.");
        }
        sizes_.push_back(out);
        layers_.push_back(std::move(layer));
    }

    std::string network_;
    std::vector<Size> sizes_; // of the input, then of each layer's output
    std::vector<LayerDescription> layers_;
};

LayerDescription named(std::string name)
{
    LayerDescription layer;
    layer.name = std::move(name);
    return layer;
}

LayerDescription normalised(std::string name, std::string normalisation, int stride, int padding,
                            Activation activation = Activation::Relu)
{
    LayerDescription layer = named(std::move(name));
    layer.normalisation = std::move(normalisation);
    layer.stride = stride;
    layer.padding = padding;
    layer.activation = activation;
    return layer;
}

// "bn3" of the third layer of a chain that has batch normalisation.
std::string normalisationOf(const RunConfig& config, std::size_t layer)
{
    return normalisesChain(config) ? "bn" + std::to_string(layer) : std::string();
}

void addFullyConnected(Layers& layers, const RunConfig& config, std::size_t before, int classes)
{
    for (std::size_t i = 1; i <= config.hidden.size(); ++i) {
        LayerDescription layer = named("fc" + std::to_string(i));
        layer.normalisation = normalisationOf(config, before + i);
        layers.linear(std::move(layer), config.hidden[i - 1]);
    }
    LayerDescription last = named("fc" + std::to_string(config.hidden.size() + 1));
    last.activation = Activation::None;
    layers.linear(std::move(last), classes);
}

void addLeNet(Layers& layers, const RunConfig& config, int classes)
{
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        LayerDescription layer = named("conv" + std::to_string(i + 1));
        layer.pooling = Pooling::Max2;
        layer.normalisation = normalisationOf(config, i + 1);
        layers.convolution(std::move(layer), config.channels[i], 5);
    }
    addFullyConnected(layers, config, config.channels.size(), classes);
}

void addVgg7(Layers& layers, int classes)
{
    constexpr std::array<int, 6> channels = {128, 128, 256, 256, 512, 512};
    for (std::size_t i = 0; i < channels.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        LayerDescription layer = normalised("conv" + number, "bn" + number, 1, 1);
        if (i % 2 == 1) { layer.pooling = Pooling::Max2; }
        layers.convolution(std::move(layer), channels[i], 3);
    }
    layers.linear(normalised("fc1", "bn7", 1, 0), 1024);
    LayerDescription last = named("fc2");
    last.activation = Activation::None;
    layers.linear(std::move(last), classes);
}

void addResidualBlock(Layers& layers, const std::string& prefix, std::int64_t channels, int stride, bool isLast)
{
    const bool changesSize = stride != 1 || layers.channels() != channels;
    layers.convolution(normalised(prefix + "conv1", prefix + "bn1", stride, 1), channels, 3);
    LayerDescription second = normalised(prefix + "conv2", prefix + "bn2", 1, 1);
    second.adds = 2; // the block's input
    if (changesSize) {
        LayerDescription shortcut =
            normalised(prefix + "downsample_0", prefix + "downsample_1", stride, 0, Activation::None);
        shortcut.from = 2;
        layers.convolution(std::move(shortcut), channels, 1);
        second.from = 2;
        second.adds = 1;
    }
    if (isLast) { second.pooling = Pooling::Average; }
    layers.convolution(std::move(second), channels, 3);
}

void addResNet18(Layers& layers, int classes)
{
    LayerDescription stem = normalised("conv1", "bn1", 2, 3);
    stem.pooling = Pooling::Max3;
    layers.convolution(std::move(stem), 64, 7);
    for (int stage = 1; stage <= 4; ++stage) {
        for (int block = 0; block < 2; ++block) {
            const std::string prefix = "layer" + std::to_string(stage) + "_" + std::to_string(block) + "_";
            const int stride = stage > 1 && block == 0 ? 2 : 1;
            addResidualBlock(layers, prefix, std::int64_t(32) << stage, stride, stage == 4 && block == 1);
        }
    }
    LayerDescription last = named("fc");
    last.activation = Activation::None;
    layers.linear(std::move(last), classes);
}

// Expansion (but in the first block), depthwise convolution, projection without an activation.
void addInvertedResidual(Layers& layers, int index, int expansion, std::int64_t outputs, int stride)
{
    const std::string prefix = "features_" + std::to_string(index) + "_conv_";
    const std::int64_t inputs = layers.channels();
    int part = 0;
    const auto next = [&](int layerStride, int padding) {
        const std::string name = prefix + std::to_string(part++);
        return normalised(name + "_0", name + "_1", layerStride, padding, Activation::Relu6);
    };
    if (expansion > 1) { layers.convolution(next(1, 0), inputs * expansion, 1); }
    layers.depthwise(next(stride, 1));
    LayerDescription projection =
        normalised(prefix + std::to_string(part), prefix + std::to_string(part + 1), 1, 0, Activation::None);
    if (stride == 1 && inputs == outputs) { projection.adds = 3; }
    layers.convolution(std::move(projection), outputs, 1);
}

void addMobileNetV2(Layers& layers, int classes)
{
    struct Stage {
        int expansion, outputs, blocks, stride;
    };
    constexpr std::array<Stage, 7> stages = {
        {{1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}};
    layers.convolution(normalised("features_0_0", "features_0_1", 2, 1, Activation::Relu6), 32, 3);
    int index = 1;
    for (const Stage& stage : stages) {
        for (int block = 0; block < stage.blocks; ++block) {
            addInvertedResidual(layers, index++, stage.expansion, stage.outputs, block == 0 ? stage.stride : 1);
        }
    }
    LayerDescription head = normalised("features_18_0", "features_18_1", 1, 0, Activation::Relu6);
    head.pooling = Pooling::Average;
    layers.convolution(std::move(head), 1280, 1);
    LayerDescription last = named("classifier_1");
    last.activation = Activation::None;
    layers.linear(std::move(last), classes);
}

} // namespace

std::vector<LayerDescription> describeNet(const RunConfig& config, const Input& input)
{
    Layers layers(config.network, input);
    if (config.network == "lenet5") {
        addLeNet(layers, config, input.classes);
    } else if (config.network == "vgg7") {
        addVgg7(layers, input.classes);
    } else if (config.network == "resnet18") {
        addResNet18(layers, input.classes);
    } else if (config.network == "mobilenetv2") {
        addMobileNetV2(layers, input.classes);
    } else {
        addFullyConnected(layers, config, 0, input.classes);
    }
    return layers.take();
}

std::vector<LayerDescription> describeWiring(const RunConfig& config)
{
    return describeNet(config, {3, 224, 224, 10}); // large enough for every network
}

} // namespace gridscope::run
