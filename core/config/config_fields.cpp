// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config_fields.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/config/data_kind.h"
#include "core/config/presets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

namespace gridscope::run {

namespace {

using C = RunConfig;

constexpr double million = 1e6;
constexpr double mostSteps = 10 * million;
constexpr double mostSeed = 9007199254740991; // 2^53 - 1, exact in every JSON reader
constexpr std::size_t mostListed = 64;
constexpr std::size_t longestText = 4096;

const std::vector<Field> table = {
    {"data",
     "Data",
     "Data set",
     "",
     "What the network learns: pictures or rows of numbers from files, or 2-D points made from the seed.",
     &C::data,
     0,
     0,
     {"fashion-mnist", "idx", "cifar10", "folder", "npy", "csv", "sample", "spirals", "moons", "circles", "xor",
      "checkerboard"}},
    {"data_folder", "Data", "Data folder", "",
     "Folder with the files: four of IDX or NPY, CIFAR-10's batches, train.csv and test.csv, or a folder of pictures "
     "for each class; empty looks where Debian puts Fashion-MNIST.",
     &C::dataFolder},
    {"picture_size", "Data", "Picture size", "pixels",
     "Side of the square that the pictures of a folder are brought to.", &C::pictureSize, 8, 1024},
    {"train_samples", "Data", "Training samples", "", "Upper limit of training samples; 0 takes all.", &C::trainSamples,
     0, 10 * million},
    {"validation_samples", "Data", "Validation samples", "", "Samples held out from the training data.",
     &C::validationSamples, 0, million},
    {"split",
     "Data",
     "Split",
     "",
     "How validation, test and limited samples are chosen: drawn from the seed with a share of every class, or by "
     "position as earlier versions did (the last of every so many).",
     &C::split,
     0,
     0,
     {"stratified", "last"}},
    {"test_samples", "Data", "Test samples", "", "Upper limit of test samples; 0 takes all.", &C::testSamples, 0,
     10 * million},
    {"toy_noise", "Data", "Noise of 2-D points", "",
     "Standard deviation of the 2-D points around their shape, as a share of its size.", &C::toyNoise, 0, 1},

    {"network",
     "Network",
     "Network",
     "",
     "Convolutional (LeNet-5, VGG-7, ResNet-18, MobileNetV2) or fully connected (MLP).",
     &C::network,
     0,
     0,
     {"lenet5", "mlp", "vgg7", "resnet18", "mobilenetv2"}},
    {"channels", "Network", "Channels", "", "Output channels of the two 5x5 convolutions of LeNet-5.", &C::channels, 1,
     512},
    {"hidden", "Network", "Hidden layers", "", "Widths of the hidden fully connected layers.", &C::hidden, 1, 4096},
    {"weights_file", "Network", "Weights file", "",
     "Pre-trained weights to begin with (safetensors, NPZ, NPY, PyTorch state dictionary), matched by name and shape; "
     "empty begins with random ones.",
     &C::weightsFile},
    {"batch_norm_batches", "Network", "Batch norm. batches", "batches",
     "Training batches over which batch normalisation is measured anew before an evaluation; 0 takes the running "
     "averages.",
     &C::batchNormBatches, 0, 10000},

    {"method",
     "Quantization",
     "Method",
     "",
     "How gradients reach the weights through the rounding.",
     &C::method,
     0,
     0,
     {"cpq", "expected", "ste", "lsq", "dorefa", "rq", "rq-st", "float"},
     true},
    {"bits", "Quantization", "Bit-width", "bits", "Bits per weight: one number, or one for each weight layer.",
     &C::bits, 1, 8},
    {"float_layers", "Quantization", "Float layers", "",
     "Weight layers that stay full precision, by their number in the list of layers: 1,4 for the first and the fourth; "
     "empty: none.",
     &C::floatLayers, 1, mostListed},
    {"symmetric_grid", "Quantization", "Symmetric grid", "",
     "Drops the lowest grid point, so that the grid is symmetric about zero.", &C::symmetricGrid},
    {"sigma",
     "Quantization",
     "Noise scale sigma",
     "grid steps",
     "Width of the noise that assigns a weight to its grid points.",
     &C::sigma,
     0.001,
     10,
     {},
     true},
    {"temperature",
     "Quantization",
     "Temperature",
     "",
     "Sharpness of the draws of rq and rq-st: small is nearly one grid point, large a mixture.",
     &C::temperature,
     0.01,
     10,
     {},
     true},
    {"dropbits",
     "Quantization",
     "DropBits",
     "",
     "Which grid points are dropped together at random: whole bits, or end points.",
     &C::dropbits,
     0,
     0,
     {"none", "bitwise", "endpoints"}},
    {"keep_probability",
     "Quantization",
     "Keep probability",
     "",
     "How likely each mask is open: one number, or one for each weight layer.",
     &C::keepProbability,
     0,
     1,
     {},
     true},
    {"learn_bits", "Quantization", "Learn bit-lengths", "",
     "The masks become gates with learned keep probabilities, and bits can go for good.", &C::learnBits},
    {"bit_penalty",
     "Quantization",
     "Bit penalty lambda",
     "nats",
     "What the loss pays for each open mask; more makes the layers give up bits.",
     &C::bitPenalty,
     0,
     100,
     {},
     true},
    {"bit_penalty_weighting",
     "Quantization",
     "Bit penalty weighting",
     "",
     "All layers pay alike, or by their share of weights or multiplications.",
     &C::bitPenaltyWeighting,
     0,
     0,
     {"equal", "parameters", "macs"}},
    {"gate_learning_rate",
     "Quantization",
     "Gate learning rate",
     "",
     "Learning rate of the gates.",
     &C::gateLearningRate,
     0,
     10,
     {},
     true},
    {"freeze_bits_at",
     "Quantization",
     "Freeze bit-lengths at",
     "steps",
     "From this step on the bit-lengths stay as they are and nothing is dropped; 0 is never.",
     &C::freezeBitsAt,
     0,
     mostSteps,
     {},
     true},
    {"activation_method",
     "Quantization",
     "Activation method",
     "",
     "How activations after ReLU are quantized; float leaves them alone.",
     &C::activationMethod,
     0,
     0,
     {"float", "expected", "ste", "cpq"}},
    {"activation_bits", "Quantization", "Activation bit-width", "bits", "Bits per activation.", &C::activationBits, 1,
     8},

    {"seed", "Training", "Random seed", "", "The same seed and settings give the same run.", &C::seed, 0, mostSeed},
    {"start",
     "Training",
     "Start",
     "",
     "Float steps first, or quantized from the first step.",
     &C::start,
     0,
     0,
     {"pretrained", "scratch"}},
    {"pretrain_steps", "Training", "Pre-training steps", "steps", "Full-precision steps before quantized training.",
     &C::pretrainSteps, 0, mostSteps},
    {"pretrain_learning_rate", "Training", "Pre-training learning rate", "",
     "Learning rate of the full-precision steps.", &C::pretrainLearningRate, 0, 10},
    {"steps", "Training", "Training steps", "steps", "Steps of quantized training.", &C::steps, 1, mostSteps},
    {"stop_at_accuracy",
     "Training",
     "Stop at accuracy",
     "",
     "Ends the run once the quantized weights reach this share of right answers on the validation set (0.9 is 90 %); 0 "
     "is never.",
     &C::stopAtAccuracy,
     0,
     1,
     {},
     true},
    {"stop_on_plateau",
     "Training",
     "Stop on a plateau",
     "evaluations",
     "Ends the run after so many evaluations in a row that were not the best so far; 0 is never.",
     &C::stopOnPlateau,
     0,
     million,
     {},
     true},
    {"stop_at_bits",
     "Training",
     "Stop at mean bits",
     "bits",
     "Ends the run once the mean bit-length of all weights is that low, with learned bit-lengths; 0 is never.",
     &C::stopAtBits,
     0,
     8,
     {},
     true},
    {"frozen_layers", "Training", "Frozen layers", "",
     "Weight layers that quantized training leaves as they are, weights, bias and step size, by their number in the "
     "list of layers; empty: none.",
     &C::frozenLayers, 1, mostListed},
    {"batch_size", "Training", "Batch size", "samples", "Samples per step.", &C::batchSize, 1, 65536},
    {"optimizer",
     "Training",
     "Optimizer",
     "",
     "Adam, or stochastic gradient descent with momentum.",
     &C::optimizer,
     0,
     0,
     {"adam", "sgd"}},
    {"learning_rate",
     "Training",
     "Learning rate",
     "",
     "Learning rate of the weights.",
     &C::learningRate,
     0,
     10,
     {},
     true},
    {"quantizer_learning_rate",
     "Training",
     "Quantizer learning rate",
     "",
     "Learning rate of the grid step alpha and the noise scale sigma.",
     &C::quantizerLearningRate,
     0,
     10,
     {},
     true},
    {"momentum", "Training", "Momentum", "", "Momentum of stochastic gradient descent.", &C::momentum, 0, 0.9999},
    {"schedule",
     "Training",
     "Learning rate schedule",
     "",
     "How the learning rate falls: not at all, in steps, or along a cosine.",
     &C::schedule,
     0,
     0,
     {"constant", "step", "cosine"}},
    {"decay_every", "Training", "Decay every", "steps", "Distance of the drops of the step schedule.", &C::decayEvery,
     1, mostSteps},
    {"decay_factor", "Training", "Decay factor", "", "What the step schedule multiplies the learning rate with.",
     &C::decayFactor, 1e-6, 1},
    {"device",
     "Training",
     "Device",
     "",
     "Where products are computed: the processor, or a graphics card that LibTorch knows.",
     &C::device,
     0,
     0,
     {"cpu", "cuda"}},
    {"threads", "Training", "Threads", "", "Threads of the tensor library; 0 leaves one core free.", &C::threads, 0,
     256},

    {"snapshot_every", "Recording", "Snapshot every", "steps", "Distance of the pictures of all weights.",
     &C::snapshotEvery, 1, mostSteps},
    {"evaluate_every", "Recording", "Evaluate every", "steps", "Distance of the accuracy measurements.",
     &C::evaluateEvery, 1, mostSteps},
    {"checkpoint_every", "Recording", "Checkpoint every", "steps",
     "Distance of the states to resume or fork from; one more every 30 s.", &C::checkpointEvery, 1, mostSteps},
    {"bins_per_cell", "Recording", "Bins per grid cell", "bins", "Fineness of the weight histograms, a power of two.",
     &C::binsPerCell, 1, 64},
    {"followed_weights", "Recording", "Followed weights", "weights", "Weights per layer whose paths are recorded.",
     &C::followedWeights, 0, 4096},
};

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

template <typename T>
std::optional<T> parsedNumber(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if constexpr (std::is_integral_v<T>) {                // 5.0 and 2e3 are whole numbers, too
        constexpr double exactBelow = 9007199254740992.0; // 2^53
        const bool goesOn = error == std::errc() && end != text.data() + text.size();
        const auto real = goesOn ? parsedNumber<double>(text) : std::nullopt;
        if (real && std::trunc(*real) == *real && std::abs(*real) < exactBelow
            && std::in_range<T>(std::int64_t(*real))) {
            return T(*real);
        }
    }
    if (error != std::errc() || end != text.data() + text.size()) { return std::nullopt; }
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) { return std::nullopt; }
    }
    return value;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

template <typename T>
std::optional<std::vector<T>> parsedList(std::string_view text)
{
    std::vector<T> values;
    if (trimmed(text).empty()) { return values; }
    for (;;) {
        const auto comma = text.find(',');
        const auto value = parsedNumber<T>(trimmed(text.substr(0, comma)));
        if (!value || values.size() == mostListed) { return std::nullopt; }
        values.push_back(*value);
        if (comma == std::string_view::npos) { return values; }
        text.remove_prefix(comma + 1);
    }
}

std::optional<bool> parsedBool(std::string_view text)
{
    if (text == "true") { return true; }
    if (text == "false") { return false; }
    return std::nullopt;
}

template <typename T>
std::optional<T> parsedAs(std::string_view text)
{
    if constexpr (std::is_same_v<T, bool>) {
        return parsedBool(text);
    } else if constexpr (std::is_same_v<T, std::vector<int>>) {
        return parsedList<int>(text);
    } else if constexpr (std::is_same_v<T, std::vector<double>>) {
        return parsedList<double>(text);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return std::string(text);
    } else {
        return parsedNumber<T>(text);
    }
}

bool isPowerOfTwo(int value) { return value > 0 && (value & (value - 1)) == 0; }

bool isInRange(const Field& field, double value) { return value >= field.low && value <= field.high; }

bool isAllowed(const Field& field, bool) { return field.choices.empty(); }
bool isAllowed(const Field& field, double value) { return isInRange(field, value); }
bool isAllowed(const Field& field, std::int64_t value) { return isInRange(field, double(value)); }
bool isAllowed(const Field& field, int value)
{
    return isInRange(field, value) && (field.key != "bins_per_cell" || isPowerOfTwo(value));
}
template <typename T>
bool isAllowed(const Field& field, const std::vector<T>& values)
{
    return std::ranges::all_of(values, [&](T value) { return isInRange(field, double(value)); });
}
bool isAllowed(const Field& field, const std::string& text)
{
    if (!field.choices.empty()) { return std::ranges::find(field.choices, text) != field.choices.end(); }
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    return text.size() <= longestText && std::ranges::none_of(text, isControl);
}

std::string sentenceFor(const Field& field, std::string_view text)
{
    const bool isText = std::holds_alternative<std::string RunConfig::*>(field.member);
    const std::string value = isText || text.empty() ? inQuotes(text) : shown(text);
    return std::string(field.key) + " is " + value + "; allowed is " + allowedText(field) + ".";
}

[[noreturn]] void throwUnknownKey(std::string_view key)
{
    std::vector<std::string_view> keys = {"preset"};
    for (const Field& field : table) { keys.push_back(field.key); }
    throw ConfigError("There is no setting " + inQuotes(key) + "; the nearest is " + inQuotes(nearest(key, keys))
                      + ".");
}

// Collects what does not hold.
class Issues {
public:
    void require(bool holds, std::string_view key, const std::string& sentence)
    {
        if (!holds) { found_.push_back({std::string(key), sentence}); }
    }
    std::vector<ConfigIssue> take() { return std::move(found_); }

private:
    std::vector<ConfigIssue> found_;
};

void checkNetwork(const RunConfig& c, Issues& issues)
{
    constexpr std::size_t mostHidden = 8;
    const bool isLenet = c.network == "lenet5";
    const auto numbers = [](std::size_t count) {
        return std::to_string(count) + (count == 1 ? " number" : " numbers");
    };
    const std::string needs = isLenet ? "28x28 pictures" : "pictures";
    issues.require(c.network == "mlp" || hasPictures(c.data), "network",
                   "network is " + c.network + ", which needs " + needs + ", but data is " + shown(c.data)
                       + "; choose network mlp for " + (c.data == "csv" ? "rows of numbers." : "2-D points."));
    issues.require(!isLenet || c.channels.size() == 2, "channels",
                   "channels has " + numbers(c.channels.size()) + "; lenet5 needs exactly two, such as 32,64.");
    issues.require(!isLenet || !c.hidden.empty(), "hidden",
                   "hidden is empty; lenet5 needs at least one hidden layer, such as 512.");
    const bool isGrey = c.data != "cifar10" && c.data != "folder";
    issues.require(!isLenet || isGrey, "network",
                   "network is lenet5, which needs 28x28 pictures, but data is " + shown(c.data)
                       + "; choose network vgg7.");
    issues.require(c.hidden.size() <= mostHidden, "hidden",
                   "hidden has " + numbers(c.hidden.size()) + "; allowed are at most 8 hidden layers.");
    const std::size_t layers = weightLayerCount(c);
    const std::string layerText = std::to_string(layers);
    const auto requireOneForEach = [&](std::size_t count, const std::string& key) {
        issues.require(count == 1 || count == layers, key,
                       key + " has " + numbers(count) + ", but the network has " + layerText
                           + " weight layers; give one number for all or " + layerText + " of them.");
    };
    requireOneForEach(c.bits.size(), "bits");
    requireOneForEach(c.keepProbability.size(), "keep_probability");
    const auto requireLayers = [&](const std::vector<int>& chosen, const std::string& key) {
        for (const int layer : chosen) {
            issues.require(layer <= int(layers), key,
                           key + " names layer " + std::to_string(layer) + ", but the network has " + layerText
                               + " weight layers.");
        }
    };
    requireLayers(c.floatLayers, "float_layers");
    requireLayers(c.frozenLayers, "frozen_layers");
    const std::set<int> frozen(c.frozenLayers.begin(), c.frozenLayers.end());
    issues.require(frozen.size() < layers, "frozen_layers",
                   "frozen_layers holds all " + layerText + " weight layers; leave one that can learn.");
}

void checkMasks(const RunConfig& c, Issues& issues)
{
    const bool isRelaxed = c.method == "rq" || c.method == "rq-st";
    issues.require(c.dropbits == "none" || !isRelaxed, "dropbits",
                   "dropbits is " + c.dropbits + ", but method is " + c.method
                       + ", which draws its grid points itself; choose dropbits none.");
    if (!c.learnBits) { return; }
    issues.require(
        c.dropbits != "none", "learn_bits",
        "learn_bits is true, but dropbits is none; choose bitwise or endpoints, so that there is something to learn.");
    issues.require(c.method == "cpq", "learn_bits",
                   "learn_bits is true, but method is " + c.method
                       + "; gates get their gradient from method cpq only.");
    const bool canLearn = std::ranges::all_of(c.keepProbability, [](double keep) { return keep > 0 && keep < 1; });
    issues.require(
        canLearn, "keep_probability",
        "keep_probability holds 0 or 1, where a gate cannot learn; with learn_bits choose between 0.001 and 0.999.");
}

// What is known of the number of training samples before any file is read; 0 when nothing is.
int knownTrainSamples(const RunConfig& c)
{
    constexpr int toyPoints = 2000;
    constexpr int fashionPictures = 60000;
    const bool isFashion = c.data == "fashion-mnist" && c.dataFolder.empty();
    const int there = isToy(c.data) ? toyPoints : isFashion ? fashionPictures - c.validationSamples : 0;
    return there > 0 && c.trainSamples > 0 ? std::min(there, c.trainSamples) : std::max(there, c.trainSamples);
}

void checkData(const RunConfig& c, Issues& issues)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> folders = {
        {{"idx", "the four IDX files"},
         {"cifar10", "data_batch_1.bin and the others"},
         {"folder", "one folder for each class"},
         {"npy", "train_images.npy and the three others"},
         {"csv", "train.csv and test.csv, or one CSV file"}}};
    const auto needed = std::ranges::find(folders, c.data, [](const auto& kind) { return kind.first; });
    const bool isFolder = needed != folders.end();
    const std::string files(isFolder ? needed->second : "");
    issues.require(!isFolder || !c.dataFolder.empty(), "data_folder",
                   "data is " + c.data + ", but data_folder is empty; name the folder with " + files + ".");
    const bool looksAtValidation = c.stopAtAccuracy > 0 || c.stopOnPlateau > 0;
    issues.require(c.validationSamples > 0 || !looksAtValidation, "validation_samples",
                   "validation_samples is 0, but stop_at_accuracy and stop_on_plateau look at the validation samples; "
                   "hold some out, or set both to 0.");
    const int samples = knownTrainSamples(c);
    issues.require(samples == 0 || c.batchSize <= samples, "batch_size",
                   "batch_size is " + std::to_string(c.batchSize) + ", but there are only " + std::to_string(samples)
                       + " training samples.");
}

} // namespace

std::span<const Field> configFields() { return table; }

const Field* findField(std::string_view key)
{
    const auto found = std::ranges::find(table, key, &Field::key);
    return found == table.end() ? nullptr : &*found;
}

std::string fieldText(const RunConfig& config, const Field& field)
{
    const auto listText = [](const auto& values) {
        std::string text;
        for (const auto value : values) { text.append(text.empty() ? "" : ",").append(numberText(double(value))); }
        return text;
    };
    return std::visit(Overloaded{
                          [&](bool RunConfig::*member) { return std::string(config.*member ? "true" : "false"); },
                          [&](double RunConfig::*member) { return numberText(config.*member); },
                          [&](std::string RunConfig::*member) { return config.*member; },
                          [&](std::vector<int> RunConfig::*member) { return listText(config.*member); },
                          [&](std::vector<double> RunConfig::*member) { return listText(config.*member); },
                          [&](auto member) { return std::to_string(config.*member); },
                      },
                      field.member);
}

std::vector<const Field*> differingFields(const std::vector<const RunConfig*>& configs)
{
    std::vector<const Field*> fields;
    for (const Field& field : table) {
        const bool differs = std::ranges::any_of(configs, [&](const RunConfig* config) {
            return fieldText(*config, field) != fieldText(*configs.front(), field);
        });
        if (differs) { fields.push_back(&field); }
    }
    return fields;
}

std::string exampleText(const Field& field)
{
    if (std::holds_alternative<std::vector<double> RunConfig::*>(field.member)) { return "0.9,0.9,0.8,0.9"; }
    if (!std::holds_alternative<std::vector<int> RunConfig::*>(field.member)) { return ""; }
    if (field.key == "bits") { return "3,4,4,3"; }
    return field.key == "float_layers" || field.key == "frozen_layers" ? "1,4" : "32,64"; // numbers of layers; widths
}

std::string allowedText(const Field& field)
{
    const std::string range = " between " + numberText(field.low) + " and " + numberText(field.high);
    const auto choiceText = [&] {
        std::string text;
        for (const auto choice : field.choices) { text.append(text.empty() ? "one of " : ", ").append(choice); }
        return text.empty() ? std::string("a text of at most 4096 bytes without control characters") : text;
    };
    const std::string whole = field.key == "bins_per_cell" ? "a power of two" : "a whole number";
    const std::string example = exampleText(field);
    return std::visit(
        Overloaded{
            [&](bool RunConfig::*) { return std::string("true or false"); },
            [&](double RunConfig::*) { return std::string("a number").append(range); },
            [&](std::string RunConfig::*) { return choiceText(); },
            [&](std::vector<int> RunConfig::*) { return whole + range + ", or a list of them such as " + example; },
            [&](std::vector<double> RunConfig::*) {
                return "a number" + range + ", or a list of them such as " + example;
            },
            [&](auto) { return whole + range; },
        },
        field.member);
}

void setField(RunConfig& config, std::string_view key, std::string_view text)
{
    if (key == "preset") {
        if (!text.empty()) { config = preset(text).config; }
        config.preset = text;
        return;
    }
    const Field* field = findField(key);
    if (!field) { throwUnknownKey(key); }
    std::visit(
        [&](auto member) {
            auto value = parsedAs<std::remove_cvref_t<decltype(config.*member)>>(text);
            if (!value || !isAllowed(*field, *value)) { throw ConfigError(sentenceFor(*field, text)); }
            config.*member = std::move(*value);
        },
        field->member);
}

std::vector<ConfigIssue> validate(const RunConfig& config)
{
    Issues issues;
    for (const Field& field : table) {
        const bool allowed = std::visit([&](auto member) { return isAllowed(field, config.*member); }, field.member);
        issues.require(allowed, field.key, sentenceFor(field, fieldText(config, field)));
    }
    checkNetwork(config, issues);
    checkMasks(config, issues);
    checkData(config, issues);
    return issues.take();
}

void requireValid(const RunConfig& config)
{
    const auto issues = validate(config);
    if (!issues.empty()) { throw ConfigError(issues.front().sentence); }
}

} // namespace gridscope::run
