// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/checkpoint.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/settings/config_fields.h"
#include "core/train/tensor_io.h"

#include <array>
#include <charconv>
#include <utility>

namespace gridscope::train {

namespace {

constexpr const char* where = "the checkpoint";

// What the libraries and the program choose for the processor; older checkpoints do not tell all of it.
constexpr std::array<std::pair<const char*, std::string run::Environment::*>, 5> chosenForTheProcessor = {{
    {"instruction set", &run::Environment::dispatch},
    {"BLAS kernel", &run::Environment::blasKernel},
    {"oneDNN", &run::Environment::oneDnn},
    {"LibTorch's kernels", &run::Environment::torchKernels},
    {"processor", &run::Environment::processor},
}};

const std::string& neededText(const run::TensorFile& file, const std::string& key)
{
    const auto found = file.metadata.find(key);
    if (found == file.metadata.end()) { throw FileError("The checkpoint does not say its \"" + key + "\"."); }
    return found->second;
}

template <typename Number>
Number neededNumber(const run::TensorFile& file, const std::string& key)
{
    const std::string& text = neededText(file, key);
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw FileError("In the checkpoint, \"" + key + "\" is no number.");
    }
    return value;
}

} // namespace

namespace {

// A run ends when its weights are no numbers any more, so no checkpoint of ours has such; the comparison of NaN with grid points
// gives an accuracy all the same, which would be told.
void requireFiniteWeights(const net::Net& net)
{
    for (const auto& tensor : net.floatState()) {
        if (!at::isfinite(tensor.values.detach()).all().item<bool>()) {
            throw FileError("The checkpoint's " + run::inQuotes(tensor.name)
                            + " holds NaN or infinite values, so there is nothing to go on with.");
        }
    }
}

} // namespace

std::map<std::string, std::string> describeInput(const data::Dataset& d)
{
    return {{"input_channels", std::to_string(d.channels)},  {"input_height", std::to_string(d.height)},
            {"input_width", std::to_string(d.width)},        {"classes", std::to_string(d.classes)},
            {"input_mean", run::numberText(double(d.mean))}, {"input_deviation", run::numberText(double(d.deviation))}};
}

run::Checkpoint saveCheckpoint(const CheckpointInfo& info, const TrainingState& state)
{
    run::TensorFile file;
    const auto& e = info.environment;
    file.metadata = {{"program", "gridscope"},
                     {"step", std::to_string(info.step)},
                     {"quantized", info.quantized ? "1" : "0"},
                     {"seconds", run::numberText(info.seconds)},
                     {"best_accuracy", run::numberText(info.standing.best)},
                     {"last_accuracy", run::numberText(info.standing.accuracy)},
                     {"evaluations_since_best", std::to_string(info.standing.sinceBest)},
                     {"config", run::configToJson(info.config, -1)},
                     {"program_version", e.programVersion},
                     {"torch_version", e.torchVersion},
                     {"blas", e.blas},
                     {"torch_threads", std::to_string(e.torchThreads)},
                     {"blas_threads", std::to_string(e.blasThreads)},
                     {"dispatch", e.dispatch},
                     {"blas_kernel", e.blasKernel},
                     {"onednn", e.oneDnn},
                     {"torch_kernels", e.torchKernels},
                     {"processor", e.processor},
                     {"data_hash", run::dataHashText(info.data)}};
    if (info.isCarried) { file.metadata["float_network"] = "carried"; }
    file.metadata.insert(info.input.begin(), info.input.end());
    for (const auto& parameter : state.net.named_parameters()) {
        file.tensors.push_back(toFile("model." + parameter.key(), parameter.value()));
    }
    for (const auto& buffer : state.net.named_buffers()) { // the averages of batch normalisation
        file.tensors.push_back(toFile("model." + buffer.key(), buffer.value()));
    }
    if (state.floatOptimizers != nullptr) {
        state.floatOptimizers->save(file);
    } else {
        state.method.save(file);
    }
    for (std::size_t i = 0; i < state.floatStart.size(); ++i) {
        file.tensors.push_back(toFile("float_start." + std::to_string(i), state.floatStart[i]));
    }
    state.probe.save(file);
    return {info.step, std::make_shared<const std::vector<std::uint8_t>>(run::writeTensors(file))};
}

CheckpointInfo readCheckpointInfo(const run::TensorFile& file)
{
    CheckpointInfo info;
    info.step = neededNumber<std::int64_t>(file, "step");
    info.quantized = neededText(file, "quantized") == "1";
    info.seconds = neededNumber<double>(file, "seconds");
    if (file.metadata.contains("best_accuracy")) { info.standing.best = neededNumber<double>(file, "best_accuracy"); }
    if (file.metadata.contains("evaluations_since_best")) { // older checkpoints do not say
        info.standing.accuracy = neededNumber<double>(file, "last_accuracy");
        info.standing.sinceBest = neededNumber<int>(file, "evaluations_since_best");
    }
    info.config = run::recordedConfig(neededText(file, "config"), where);
    info.environment.programVersion = neededText(file, "program_version");
    info.environment.torchVersion = neededText(file, "torch_version");
    info.environment.blas = neededText(file, "blas");
    info.environment.torchThreads = neededNumber<int>(file, "torch_threads");
    info.environment.blasThreads = neededNumber<int>(file, "blas_threads");
    const auto textOf = [&](const char* key) { // "" where older checkpoints do not say
        const auto found = file.metadata.find(key);
        return found == file.metadata.end() ? std::string() : found->second;
    };
    info.isCarried = textOf("float_network") == "carried";
    info.environment.dispatch = textOf("dispatch");
    info.environment.blasKernel = textOf("blas_kernel");
    info.environment.oneDnn = textOf("onednn");
    info.environment.torchKernels = textOf("torch_kernels");
    info.environment.processor = textOf("processor");
    info.data = run::dataHashesOf(textOf("data_hash"));
    return info;
}

void restoreCheckpoint(const run::TensorFile& file, const TrainingState& state)
{
    for (auto& parameter : state.net.named_parameters()) {
        fromFile(file, "model." + parameter.key(), parameter.value());
    }
    for (auto& buffer : state.net.named_buffers()) { fromFile(file, "model." + buffer.key(), buffer.value()); }
    requireFiniteWeights(state.net);
    if (state.floatOptimizers != nullptr) {
        state.floatOptimizers->restore(file);
    } else {
        state.method.restore(file, neededNumber<std::int64_t>(file, "step"));
    }
    state.floatStart.clear();
    if (file.find("float_start.0") != nullptr) {
        for (const auto& tensor : state.net.floatState()) {
            torch::Tensor copy = torch::empty_like(tensor.values.detach());
            fromFile(file, "float_start." + std::to_string(state.floatStart.size()), copy);
            state.floatStart.push_back(copy);
        }
    }
    state.probe.restore(file);
}

void restoreFloatPhase(const run::TensorFile& file, const TrainingState& state)
{
    for (auto& tensor : state.net.floatState()) { fromFile(file, "model." + tensor.name, tensor.values); }
    state.floatOptimizers->restore(file);
    state.probe.restore(file);
}

std::string environmentDifference(const run::Environment& then, const run::Environment& now)
{
    std::string all;
    const auto compare = [&](const char* what, const std::string& before, const std::string& after) {
        if (before != after) { all += (all.empty() ? "" : ", ") + std::string(what) + " " + before + " -> " + after; }
    };
    compare("LibTorch", then.torchVersion, now.torchVersion);
    compare("LibTorch's threads", std::to_string(then.torchThreads), std::to_string(now.torchThreads));
    compare("BLAS", then.blas, now.blas);
    compare("its threads", std::to_string(then.blasThreads), std::to_string(now.blasThreads));
    for (const auto& [what, member] : chosenForTheProcessor) {
        if (!(then.*member).empty()) { compare(what, then.*member, now.*member); }
    }
    compare("Gridscope", then.programVersion, now.programVersion);
    return all;
}

std::string environmentUnknown(const run::Environment& then)
{
    std::string all;
    for (const auto& [what, member] : chosenForTheProcessor) {
        if ((then.*member).empty()) { all += (all.empty() ? "the " : ", the ") + std::string(what); }
    }
    return all;
}

std::string resumeText(const CheckpointInfo& then, const run::Environment& now, const run::DataHashes& data)
{
    std::string reasons = environmentDifference(then.environment, now);
    if (const std::string sets = run::differingData(then.data, data); !sets.empty()) {
        reasons = "the data are not those of the run (" + sets + ")" + (reasons.empty() ? "" : ", ") + reasons;
    }
    if (!reasons.empty()) { return "resumed, but not bit for bit: " + reasons; }
    const std::string unknown = environmentUnknown(then.environment);
    return unknown.empty() ? "resumed"
                           : "resumed; bit for bit if these are as they were, which the file does not tell: " + unknown;
}

} // namespace gridscope::train
