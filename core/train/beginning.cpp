// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/beginning.h"

#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"
#include "core/data/weights_file.h"
#include "core/settings/config_fields.h"
#include "core/train/device.h"
#include "core/train/tensor_io.h"

#include <algorithm>

namespace gridscope::train {

namespace {

bool isBeginningOf(const Pretrained& before, const run::RunConfig& config)
{
    const run::RunConfig wanted = beginningOf(config);
    return before.pictures.empty() ? before.config == wanted : withoutGrid(before.config) == withoutGrid(wanted);
}

// Data settings, and what of the others has a part in how samples become batches.
run::RunConfig dataOf(const run::RunConfig& config)
{
    run::RunConfig only = config;
    const run::RunConfig defaults;
    only.preset = defaults.preset;
    only.own.clear();
    for (const run::Field& field : run::configFields()) {
        const bool hasPart =
            field.group == "Data" || field.key == "seed" || field.key == "batch_size" || field.key == "device";
        if (!hasPart && field.method.empty()) { run::setField(only, field.key, run::fieldText(defaults, field)); }
    }
    return only;
}

} // namespace

run::RunConfig withoutGrid(run::RunConfig beginning)
{
    const run::RunConfig defaults;
    beginning.bits = defaults.bits;
    beginning.symmetricGrid = defaults.symmetricGrid;
    beginning.floatLayers = defaults.floatLayers;
    beginning.binsPerCell = defaults.binsPerCell;
    beginning.followedWeights = defaults.followedWeights;
    return beginning;
}

bool pretrains(const run::RunConfig& config) { return config.start == "pretrained" && config.pretrainSteps > 0; }

// The same run but for what only matters after pre-training: two configs with equal beginnings share one float network.
run::RunConfig beginningOf(run::RunConfig config)
{
    const run::RunConfig defaults;
    config.preset = defaults.preset;
    config.method = defaults.method;
    config.sigma = defaults.sigma;
    config.temperature = defaults.temperature;
    config.keepProbability = defaults.keepProbability;
    config.dropbits = defaults.dropbits;
    config.dropbitsMasks = defaults.dropbitsMasks;
    config.learnBits = defaults.learnBits;
    config.bitPenalty = defaults.bitPenalty;
    config.bitPenaltyWeighting = defaults.bitPenaltyWeighting;
    config.gateLearningRate = defaults.gateLearningRate;
    config.freezeBitsAt = defaults.freezeBitsAt;
    config.activationMethod = defaults.activationMethod;
    config.activationBits = defaults.activationBits;
    config.activationSigma = defaults.activationSigma;
    config.floatNetwork = defaults.floatNetwork; // what is kept was trained
    config.steps = defaults.steps;
    config.learningRate = defaults.learningRate;
    config.quantizerLearningRate = defaults.quantizerLearningRate;
    config.stopAtAccuracy = defaults.stopAtAccuracy;
    config.stopOnPlateau = defaults.stopOnPlateau;
    config.stopAtBits = defaults.stopAtBits;
    run::forgetMethodSettings(config);
    return config;
}

std::shared_ptr<LoadedData> loadData(const run::RunConfig& config, Cache& cache)
{
    const run::RunConfig wanted = dataOf(config);
    if (cache.data && cache.data->config == wanted) { return cache.data; }
    const torch::Device device = deviceNamed(config.device); // before files are read, which may take long
    data::Dataset set = data::loadDataset(config);
    const run::DataHashes hashes = data::fingerprintOf(set);
    const auto batches = [&](const data::Samples& samples) {
        return data::Batches(set, samples, config.batchSize, config.seed, device);
    };
    DecisionPlane plane(set);
    auto train = batches(set.train);
    auto validation = batches(set.validation);
    auto test = batches(set.test);
    cache.data = std::make_shared<LoadedData>(LoadedData{
        wanted, std::move(set), std::move(train), std::move(validation), std::move(test), std::move(plane), hashes});
    return cache.data;
}

std::shared_ptr<const Pretrained> pretrainedFor(const run::RunConfig& config, Cache& cache)
{
    const auto isOurs = [&](const auto& before) { return isBeginningOf(*before, config); };
    const auto found = std::ranges::find_if(cache.pretrained, isOurs);
    if (found == cache.pretrained.end()) { return nullptr; }
    std::rotate(cache.pretrained.begin(), found, found + 1); // used last
    return cache.pretrained.front();
}

void keepPretrained(std::shared_ptr<const Pretrained> pretrained, Cache& cache)
{
    constexpr std::size_t mostKept = 4; // as many as one goes to and fro between
    cache.pretrained.insert(cache.pretrained.begin(), std::move(pretrained));
    if (cache.pretrained.size() > mostKept) { cache.pretrained.pop_back(); }
}

PictureKeeper::PictureKeeper(const net::Net& net, const run::RunConfig& config) : net_(net)
{
    constexpr std::int64_t mostBytes = 64'000'000;
    std::int64_t bytes = 0;
    for (const auto& layer : net.layers()) { bytes += std::int64_t(layer.weight.numel()) * 4; }
    isKeeping_ = bytes * (config.pretrainSteps / config.snapshotEvery + 1) <= mostBytes;
}

void PictureKeeper::onSnapshot(const run::SnapshotPtr& snapshot)
{
    if (!isKeeping_) { return; }
    pictures.push_back({snapshot->step, {}});
    for (const auto& layer : net_.layers()) { pictures.back().weights.push_back(layer.weight.detach().clone()); }
}

std::string takeWeights(net::Net& net, const run::RunConfig& config, const run::Begin& begin)
{
    auto mine = net.floatState();
    std::vector<data::WantedWeights> wanted;
    for (const auto& tensor : mine) { wanted.push_back({tensor.name, tensor.values.sizes().vec()}); }
    const std::string& path = begin.places.weights.empty() ? config.weightsFile : begin.places.weights;
    const auto tensors = data::readWeights(path);
    const auto fit = data::fitWeights(wanted, tensors);
    const std::string name = run::fileNameText(config.weightsFile);
    if (fit.count() == 0) {
        throw FileError("None of the " + std::to_string(tensors.size()) + " tensors in " + run::inQuotes(name)
                        + " has the name and shape of a weight of this network, such as " + wanted.front().text()
                        + ".");
    }
    if (begin.needsAllWeights && !fit.isWhole()) {
        throw FileError(run::inQuotes(name) + " has not all weights of the network: " + fit.summary()
                        + ". Without --strict the others start as drawn from the seed.");
    }
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (fit.found[i] == nullptr) { continue; }
        data::requireFinite(*fit.found[i], name);
        mine[i].values.copy_(toTorch(*fit.found[i]));
    }
    return "weights of " + name + ": " + (fit.isWhole() ? "" : "warning: the network starts with only a part of them, ")
           + fit.summary();
}

std::vector<torch::Tensor> keptFloatState(const net::Net& net)
{
    std::vector<torch::Tensor> kept;
    for (const auto& tensor : net.floatState()) { kept.push_back(tensor.values.detach().clone()); }
    return kept;
}

void restoreFloatState(net::Net& net, const std::vector<torch::Tensor>& from)
{
    const torch::NoGradGuard noGrad;
    std::size_t i = 0;
    for (auto& tensor : net.floatState()) { tensor.values.copy_(from[i++]); }
}

} // namespace gridscope::train
