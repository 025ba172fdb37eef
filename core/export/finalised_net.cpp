// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/finalised_net.h"

#include "core/base/wording.h"
#include "core/config/batch_norm.h"
#include "core/config/data_kind.h"
#include "core/config/networks.h"
#include "core/kernels/max_abs.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"

#include <charconv>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

namespace gridscope {

namespace {

using run::inQuotes;

constexpr const char* where = "the checkpoint";

std::int64_t product(const std::vector<std::int64_t>& sizes, std::size_t first = 0)
{
    return std::accumulate(sizes.begin() + std::ptrdiff_t(std::min(first, sizes.size())), sizes.end(), std::int64_t(1),
                           std::multiplies<>());
}

const run::Tensor& needed(const run::TensorFile& file, const std::string& name)
{
    const run::Tensor* found = file.find("model." + name);
    if (found == nullptr) {
        throw FileError("The checkpoint has no \"model." + name + "\"; it belongs to another network.");
    }
    return *found;
}

std::vector<float> finiteValues(const run::Tensor& tensor)
{
    auto values = run::valuesOf<float>(tensor);
    for (const float v : values) {
        if (!std::isfinite(v)) { throw FileError("The checkpoint's " + inQuotes(tensor.name) + " is not finite."); }
    }
    return values;
}

// The one place that knows the grid that a layer has in a checkpoint. Older ones do not say it and learned no bits.
FinalisedQuantizer gridOf(const run::TensorFile& file, const run::RunConfig& config, const std::string& layer,
                          std::size_t index)
{
    const run::Tensor* stored = file.find("grid." + layer);
    if (stored == nullptr) {
        const int bits = run::bitsOfLayer(config, index);
        return {bits, quantize::signedGrid(bits, config.symmetricGrid), 1};
    }
    const auto values = run::valuesOf<std::int32_t>(*stored);
    constexpr int mostBits = 9, furthest = 255; // eight for a magnitude, and its sign
    const bool isGrid = values.size() == 3 && values[0] >= 0 && values[0] <= mostBits && values[1] <= 0
                        && values[2] >= 0 && values[1] >= -furthest && values[2] <= furthest
                        && values[2] - values[1] < (1 << values[0]);
    if (!isGrid) { throw FileError("The checkpoint's grid of " + layer + " is none of 0 to 9 bits around zero."); }
    return {values[0], {values[1], values[2]}, 1};
}

float alphaOf(const run::TensorFile& file, const std::string& quantizer)
{
    const run::Tensor& logAlpha = needed(file, quantizer + ".log_alpha");
    run::requireScalar(logAlpha);
    return quantize::stepOf(finiteValues(logAlpha).at(0)); // as quantize::Quantizer does
}

// A fitted step size is that of the largest weight whenever it rounds, as quantize::Quantizer does: through the logarithm that it keeps.
float largestStep(const std::vector<float>& weights, const quantize::Grid& grid)
{
    return quantize::stepOf(float(std::log(quantize::maxAbsStep(weights, grid))));
}

std::vector<std::int16_t> codesOf(const std::vector<float>& weights, const FinalisedQuantizer& q)
{
    std::vector<std::int16_t> codes(weights.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        codes[i] = std::int16_t(quantize::nearestCode(weights[i], q.alpha, q.grid));
    }
    return codes;
}

// Reads the layers of a LeNet-5 or an MLP one after the other, following the size of what flows through them.
class Reader {
public:
    Reader(const run::TensorFile& file, const FinalisedNet& net)
        : file_(file), net_(net), size_{net.channels, net.height, net.width}
    {}

    FinalisedLayer layer(const std::string& name, std::size_t index, bool convolution, bool activates)
    {
        FinalisedLayer layer;
        layer.name = name;
        layer.pools = convolution;
        layer.activates = activates;
        const run::Tensor& weight = take(name + "_weight");
        layer.shape = weight.shape;
        follow(layer, convolution);
        const auto values = finiteValues(weight);
        if (run::isFloatLayer(net_.config, index)) {
            layer.weights = values;
        } else {
            layer.quantizer = gridOf(file_, net_.config, name, index);
            layer.quantizer->alpha = run::methodOf(net_.config).traits.stepSize == run::StepSize::Fitted
                                         ? largestStep(values, layer.quantizer->grid)
                                         : alphaOf(file_, name + "_quantizer");
            layer.codes = codesOf(values, *layer.quantizer);
        }
        const run::Tensor& bias = take(name + "_bias");
        requireShape(bias, {layer.shape[0]});
        layer.bias = finiteValues(bias);
        takeQuantizer(name + "_quantizer");
        if (activates) {
            takeQuantizer(name + "_activation");
            if (!run::activationMethodOf(net_.config).traits.isFloat) {
                const int bits = net_.config.activationBits;
                layer.activation = {bits, quantize::unsignedGrid(bits), alphaOf(file_, name + "_activation")};
            }
        }
        return layer;
    }

    // What the network has beyond what was taken: something that these layers cannot express.
    void requireNothingElse() const
    {
        for (const run::Tensor& t : file_.tensors) {
            if (t.name.starts_with("model.") && !taken_.contains(t.name)) {
                throw FileError("The network has " + inQuotes(t.name.substr(6))
                                + ", which cannot be written as integer codes and step sizes yet.");
            }
        }
    }

private:
    const run::Tensor& take(const std::string& name)
    {
        taken_.insert("model." + name);
        return needed(file_, name);
    }
    void takeQuantizer(const std::string& name)
    {
        taken_.insert({"model." + name + ".log_alpha", "model." + name + ".log_sigma",
                       "model." + name + ".gates.phi"}); // what gates have decided is in the grid
    }
    static void requireShape(const run::Tensor& tensor, const std::vector<std::int64_t>& shape)
    {
        if (tensor.shape == shape) { return; }
        throw FileError("In the checkpoint " + inQuotes(tensor.name) + " has another shape than its network needs.");
    }
    void follow(FinalisedLayer& layer, bool convolution)
    {
        const auto& s = layer.shape;
        const bool fits = convolution ? s.size() == 4 && s[1] == size_[0] && s[2] > 0 && s[3] > 0 && s[2] <= size_[1]
                                            && s[3] <= size_[2]
                                      : s.size() == 2 && s[1] == product(size_);
        if (!fits || s[0] < 1) {
            throw FileError("In the checkpoint the weight of " + layer.name
                            + " has another shape than its network needs.");
        }
        layer.input = convolution ? size_ : std::vector<std::int64_t>{product(size_)};
        layer.output = convolution ? std::vector<std::int64_t>{s[0], size_[1] - s[2] + 1, size_[2] - s[3] + 1}
                                   : std::vector<std::int64_t>{s[0]};
        size_ = layer.output;
        if (layer.pools) { size_ = {size_[0], size_[1] / 2, size_[2] / 2}; }
    }

    const run::TensorFile& file_;
    const FinalisedNet& net_;
    std::vector<std::int64_t> size_;
    std::set<std::string> taken_;
};

template <typename Number>
bool readNumber(const run::TensorFile& file, const std::string& key, Number& value)
{
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) { return false; }
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw FileError("In the checkpoint, \"" + key + "\" is no number.");
    }
    return true;
}

// Checkpoints say what the input looks like; those of older versions do not, and then the data are asked.
void readInput(const run::TensorFile& file, FinalisedNet& net, const AskInput& ask)
{
    net.isPicture = run::hasPictures(net.config.data);
    if (readNumber(file, "input_channels", net.channels) && readNumber(file, "input_height", net.height)
        && readNumber(file, "input_width", net.width) && readNumber(file, "classes", net.classes)
        && readNumber(file, "input_mean", net.mean) && readNumber(file, "input_deviation", net.deviation)) {
        constexpr int mostPixels = 4096;
        for (const int size : {net.channels, net.height, net.width, net.classes}) {
            if (size < 1 || size > mostPixels) { throw FileError("In the checkpoint the size of the input is wrong."); }
        }
        return;
    }
    if (!ask) { throw FileError("The checkpoint is of an older version and does not say what its input looks like."); }
    const InputFacts set = ask(net.config);
    net.channels = set.channels;
    net.height = set.height;
    net.width = set.width;
    net.classes = set.classes;
    net.mean = set.mean;
    net.deviation = set.deviation;
}

// A checkpoint may come from a stranger: settings that do not go together would lead beyond the ends of their lists.
run::RunConfig settingsOf(const std::string& json)
{
    try {
        run::RunConfig config = run::configFromJson(json, {}, where);
        run::requireValid(config);
        return config;
    } catch (const ConfigError& error) {
        throw FileError(std::string("The checkpoint's settings are wrong: ") + error.what());
    }
}

} // namespace

std::int64_t FinalisedLayer::parameters() const { return product(shape); }

std::int64_t FinalisedLayer::multiplications() const { return product(shape, 1) * product(output); }

std::int64_t FinalisedLayer::payloadBytes() const { return (parameters() * bits() + 7) / 8; }

bool FinalisedLayer::isWide() const { return quantizer && (quantizer->grid.low < -128 || quantizer->grid.high > 127); }

float FinalisedLayer::weight(std::size_t index) const
{
    return quantizer ? quantizer->alpha * float(codes[index]) : weights[index];
}

std::int64_t FinalisedNet::payloadBytes() const
{
    std::int64_t bytes = 0;
    for (const auto& layer : layers) { bytes += layer.payloadBytes(); }
    return bytes;
}

FinalisedNet finalise(const run::TensorFile& file, const AskInput& ask)
{
    FinalisedNet net;
    const auto config = file.metadata.find("config");
    if (config == file.metadata.end() || !readNumber(file, "step", net.step)) {
        throw FileError("This is no checkpoint: it does not say its settings and its step.");
    }
    net.config = settingsOf(config->second);
    const auto quantized = file.metadata.find("quantized");
    if (quantized == file.metadata.end() || quantized->second != "1") {
        throw FileError("The checkpoint of step " + std::to_string(net.step)
                        + " is from the float pre-training, where no grid is fitted yet; choose a later one.");
    }
    if (!run::isChain(net.config.network)) {
        throw FileError("The network is " + net.config.network + "; models can be written of lenet5 and mlp so far.");
    }
    if (run::normalisesChain(net.config)) {
        throw FileError(
            "The network has batch normalisation (batch_norm), which cannot be written as integer codes and "
            "step sizes yet; train without it.");
    }
    if (!run::methodOf(net.config).traits.isOnGrid) {
        throw FileError("The weights of method " + net.config.method
                        + " lie on no uniform grid; models can be written of the methods that have one so far.");
    }
    readInput(file, net, ask);
    Reader reader(file, net);
    const std::size_t convolutions = net.config.network == "lenet5" ? net.config.channels.size() : 0;
    const std::size_t full = net.config.hidden.size() + 1;
    for (std::size_t i = 0; i < convolutions; ++i) {
        net.layers.push_back(reader.layer("conv" + std::to_string(i + 1), i, true, true));
    }
    for (std::size_t i = 0; i < full; ++i) {
        net.layers.push_back(reader.layer("fc" + std::to_string(i + 1), convolutions + i, false, i + 1 < full));
    }
    if (net.layers.back().shape[0] != net.classes) {
        throw FileError("The checkpoint's network tells " + std::to_string(net.layers.back().shape[0])
                        + " classes apart, but its data have " + std::to_string(net.classes) + ".");
    }
    reader.requireNothingElse();
    return net;
}

std::vector<std::uint8_t> packedCodes(const FinalisedLayer& layer)
{
    std::vector<std::uint8_t> bytes(std::size_t(layer.payloadBytes()), 0);
    std::size_t bit = 0;
    const int bits = layer.quantizer->bits;
    for (const std::int16_t code : layer.codes) {
        const int value = int(code) - layer.quantizer->grid.low;
        for (int i = 0; i < bits; ++i, ++bit) {
            bytes[bit / 8] = std::uint8_t(bytes[bit / 8] | (((value >> i) & 1) << (bit % 8)));
        }
    }
    return bytes;
}

} // namespace gridscope
