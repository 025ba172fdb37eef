// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings go together.
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/config/data_kind.h"
#include "core/config/named_sets.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace gridscope::run {

namespace {

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

std::string learningMethods()
{
    std::string names;
    for (const MethodInfo* method : methods()) {
        if (method->traits.learnsBits) { names.append(names.empty() ? "" : " or ").append(method->name); }
    }
    return names;
}

void checkMasks(const RunConfig& c, Issues& issues)
{
    const MethodInfo* method = findMethod(c.method);
    if (method == nullptr) { return; } // told with the value
    issues.require(c.dropbits == "none" || !method->traits.drawsPoints, "dropbits",
                   "dropbits is " + c.dropbits + ", but method is " + c.method
                       + ", which draws its grid points itself; choose dropbits none.");
    const bool isWeighed = c.dropbits != "none" && c.dropbitsMasks == "hard-concrete" && !method->traits.isFloat;
    issues.require(!isWeighed || method->traits.learnsBits, "dropbits_masks",
                   "dropbits_masks is hard-concrete, but method is " + c.method
                       + ", which knows only points that are there or not; choose hard, or method " + learningMethods()
                       + ".");
    if (!c.learnBits) { return; }
    issues.require(
        c.dropbits != "none", "learn_bits",
        "learn_bits is true, but dropbits is none; choose bitwise or endpoints, so that there is something to learn.");
    issues.require(method->traits.learnsBits, "learn_bits",
                   "learn_bits is true, but method is " + c.method + "; gates get their gradient from method "
                       + learningMethods() + " only.");
    const bool canLearn = std::ranges::all_of(c.keepProbability, [](double keep) { return keep > 0 && keep < 1; });
    issues.require(
        canLearn, "keep_probability",
        "keep_probability holds 0 or 1, where a gate cannot learn; with learn_bits choose between 0.001 and 0.999.");
}

// Some methods quantize activations in a way of their own, which goes with nothing else.
void checkActivations(const RunConfig& c, Issues& issues)
{
    const MethodInfo* method = findMethod(c.method);
    const MethodInfo* activations = findMethod(c.activationMethod);
    if (method == nullptr || activations == nullptr || method == activations) { return; }
    issues.require(!activations->traits.ownsActivations, "activation_method",
                   "activation_method is " + c.activationMethod + ", which goes with method " + c.activationMethod
                       + " only, but method is " + c.method + "; choose another one.");
    issues.require(!method->traits.ownsActivations || activations->traits.isFloat, "activation_method",
                   "activation_method is " + c.activationMethod + ", but method " + c.method
                       + " quantizes activations in its own way; choose " + c.method + " or float.");
}

// What is known of the number of training samples before any file is read; 0 when nothing is.
int knownTrainSamples(const RunConfig& c)
{
    constexpr int toyPoints = 2000;
    const NamedSet* set = c.dataFolder.empty() ? namedSet(c.data) : nullptr;
    const int there = isToy(c.data) ? toyPoints : set != nullptr ? set->trainingPictures - c.validationSamples : 0;
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

std::vector<ConfigIssue> validate(const RunConfig& config)
{
    Issues issues;
    for (const Field& field : configFields()) {
        const std::string wrong = wrongValueText(config, field);
        issues.require(wrong.empty(), field.key, wrong);
    }
    checkNetwork(config, issues);
    checkMasks(config, issues);
    checkActivations(config, issues);
    checkData(config, issues);
    if (const MethodInfo* method = findMethod(config.method); method != nullptr && method->check != nullptr) {
        method->check(config, [&](bool holds, std::string_view key, const std::string& sentence) {
            issues.require(holds, key, sentence);
        });
    }
    return issues.take();
}

void requireValid(const RunConfig& config)
{
    const auto issues = validate(config);
    if (!issues.empty()) { throw ConfigError(issues.front().sentence); }
}

} // namespace gridscope::run
