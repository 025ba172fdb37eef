// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/summary.h"
#include "core/base/json_text.h"
#include "core/config/data_kind.h"
#include "core/run/collapse.h"

#include "core/base/version.h"
#include "core/base/whole.h"
#include "core/base/wording.h"
#include "core/config/networks.h"
#include "core/settings/settings.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gridscope::run {

namespace {

using Json = nlohmann::ordered_json;

constexpr int formatVersion = 1;

Json numberOrNull(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

double accuracyOf(const std::optional<Score>& score) { return score ? score->accuracy : std::nan(""); }

struct Accuracies {
    double floating = std::nan("");
    double latent = std::nan("");
    double quantized = std::nan("");
};

Accuracies accuraciesOn(const History& history, std::string_view set)
{
    const Evaluation* last = history.lastEvaluation(set);
    if (!last) { return {}; }
    return {accuracyOf(history.floatStart(set)), accuracyOf(last->latent), accuracyOf(last->quantized)};
}

void addAccuracies(Json& object, const History& history, const std::string& set)
{
    const Accuracies accuracies = accuraciesOn(history, set);
    object[set + "_accuracy_float"] = numberOrNull(accuracies.floating);
    object[set + "_accuracy_latent"] = numberOrNull(accuracies.latent);
    object[set + "_accuracy_quantized"] = numberOrNull(accuracies.quantized);
}

Json endOf(const History& history)
{
    if (!history.end()) { return {{"how", "unfinished"}, {"message", ""}}; } // a recording whose program was killed
    return {{"how", howName(history.end()->how)}, {"message", history.end()->message}};
}

Json layerOf(const LayerInfo& info, const LayerState* state)
{
    Json layer = {{"name", info.name}, {"parameters", info.parameters}};
    layer["bits"] = state ? Json::parse(numberText(state->storedBits())) : Json(nullptr);
    const auto add = [&](const char* key, double LayerState::*member) {
        layer[key] = state ? numberOrNull(state->*member) : Json(nullptr);
    };
    add("alpha", &LayerState::alpha);
    add("sigma", &LayerState::sigma);
    add("score", &LayerState::score);
    add("score_nonzero", &LayerState::scoreNonzero);
    add("zero_share", &LayerState::zeroShare);
    add("quantization_error", &LayerState::relativeError);
    return layer;
}

const LayerState* stateOf(const SnapshotPtr& snapshot, std::size_t layer)
{
    return snapshot && layer < snapshot->layers.size() ? &snapshot->layers[layer] : nullptr;
}

Json layersOf(const History& history)
{
    Json layers = Json::array();
    if (!history.hasStarted()) { return layers; }
    const SnapshotPtr latest = history.latest();
    for (std::size_t layer = 0; layer < history.start().layers.size(); ++layer) {
        layers.push_back(layerOf(history.start().layers[layer], stateOf(latest, layer)));
    }
    return layers;
}

Json eventsOf(const History& history)
{
    Json events = Json::array();
    for (const Mark& mark : history.marks()) {
        events.push_back({{"step", mark.step},
                          {"kind", kindName(mark.kind)},
                          {"layer", mark.layer},
                          {"what", mark.what},
                          {"from", mark.from},
                          {"to", mark.to}});
    }
    return events;
}

Json environmentOf(const Environment& environment)
{
    return {{"program_version", environment.programVersion},
            {"torch_version", environment.torchVersion},
            {"blas", environment.blas},
            {"torch_threads", environment.torchThreads},
            {"blas_threads", environment.blasThreads},
            {"device", environment.device},
            {"dispatch", environment.dispatch},
            {"blas_kernel", environment.blasKernel},
            {"onednn", environment.oneDnn},
            {"torch_kernels", environment.torchKernels},
            {"processor", environment.processor}};
}

std::string versionOf(const History& history)
{
    const bool isTold = history.hasStarted() && !history.start().environment.programVersion.empty();
    return isTold ? history.start().environment.programVersion : std::string(programVersion());
}

double secondsOf(const History& history) { return history.steps().empty() ? 0 : history.steps().back().seconds; }

std::int64_t quantizedSteps(const History& history) { return std::max<std::int64_t>(history.lastStep(), 0); }

std::string inColumn(double value, int digits)
{
    constexpr double longest = 1e9; // what is larger would leave its column
    if (!(std::abs(value) >= longest)) { return fixed(value, digits); }
    std::array<char, 64> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.*g", digits, value);
    return std::isfinite(value) ? buffer.data() : "-";
}

std::string percent(double share) { return std::isfinite(share) ? inColumn(100 * share, 2) + " %" : "-"; }

std::string padded(std::string text, std::size_t width)
{
    text.insert(0, text.size() < width ? width - text.size() : 0, ' ');
    return text;
}

std::string accuracyLine(const History& history, const std::string& set)
{
    if (!history.lastEvaluation(set)) { return {}; }
    const Accuracies accuracies = accuraciesOn(history, set);
    return "Accuracy (" + set + "): quantized " + percent(accuracies.quantized) + ", latent "
           + percent(accuracies.latent) + ", float start " + percent(accuracies.floating) + "\n";
}

std::string layerLine(const LayerInfo& info, const LayerState& state, bool quantized)
{
    return padded(info.name, 8) + padded(thousands(info.parameters), 12) + padded(bitsText(state), 7)
           + padded(inColumn(state.alpha, 5), 10) + padded(inColumn(state.score, 3), 9)
           + padded(inColumn(state.scoreNonzero, 3), 14) + padded(percent(state.zeroShare), 11)
           + padded(percent(state.relativeError), 11) + (isCollapsed(state, quantized) ? "  collapsed" : "") + "\n";
}

std::string layerTable(const Start& start, const SnapshotPtr& latest)
{
    std::string text = padded("layer", 8) + padded("weights", 12) + padded("bits", 7) + padded("alpha", 10)
                       + padded("score", 9) + padded("score nonzero", 14) + padded("zeros", 11) + padded("error", 11)
                       + "\n";
    for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
        const LayerState* state = stateOf(latest, layer);
        if (state) { text += layerLine(start.layers[layer], *state, latest->quantized); }
    }
    return text;
}

} // namespace

std::string summaryJson(const History& history, int indent)
{
    const bool hasStarted = history.hasStarted();
    const RunConfig config = hasStarted ? settingsAt(history) : RunConfig{};
    const SnapshotPtr latest = history.latest();
    const bool hasSize = hasStarted && latest;
    const Size size = hasSize ? sizeOf(history.start(), *latest) : Size{};
    Json object;
    object["format_version"] = formatVersion;
    object["program_version"] = versionOf(history);
    object["method"] = hasStarted ? Json(config.method) : Json(nullptr);
    object["preset"] = hasStarted && !config.preset.empty() ? Json(config.preset) : Json(nullptr);
    object["seed"] = hasStarted ? Json(config.seed) : Json(nullptr);
    object["steps"] = quantizedSteps(history);
    object["seconds"] = secondsOf(history);
    object["end"] = endOf(history);
    addAccuracies(object, history, "test");
    addAccuracies(object, history, "validation");
    object["mean_bits"] = hasSize ? Json(size.meanBits) : Json(nullptr);
    object["payload_bytes"] = hasSize ? Json(size.payloadBytes) : Json(nullptr);
    object["bit_operations"] = hasSize && std::isfinite(size.bitOperations) ? Json(size.bitOperations) : Json(nullptr);
    object["layers"] = layersOf(history);
    object["events"] = eventsOf(history);
    const std::string dataHash = hasStarted ? dataHashText(history.start().dataHashes) : std::string();
    if (hasStarted) { object["data_notes"] = history.start().dataNotes; }
    object["data_hash"] = dataHash.empty() ? Json(nullptr) : Json(dataHash);
    object["environment"] = environmentOf(hasStarted ? history.start().environment : Environment{});
    return writtenJson(object, indent);
}

std::string summaryText(const History& history)
{
    std::string text;
    if (history.hasStarted()) {
        const RunConfig config = settingsAt(history);
        text += "Run: " + config.method + " on " + history.start().dataName + ", network " + config.network + ", seed "
                + std::to_string(config.seed) + (config.preset.empty() ? "" : ", preset " + config.preset) + "\n";
        for (const std::string& note : history.start().dataNotes) { text += "Data: " + note + "\n"; }
    }
    const std::string how = history.end() ? std::string(howName(history.end()->how)) : "unfinished";
    text += "End: " + how + " after " + thousands(quantizedSteps(history)) + " quantized steps, "
            + inColumn(secondsOf(history), 1) + " s\n";
    if (history.end() && !history.end()->message.empty()) { text += history.end()->message + "\n"; }
    text += accuracyLine(history, "validation") + accuracyLine(history, "test");
    const SnapshotPtr latest = history.latest();
    if (!history.hasStarted() || !latest) { return text; }
    const Size size = sizeOf(history.start(), *latest);
    text += "Size: " + inColumn(size.meanBits, 2) + " bits per weight, " + thousands(size.payloadBytes) + " bytes, "
            + inColumn(size.compression, 1) + " times smaller than 32-bit weights";
    if (std::isfinite(size.bitOperations)) {
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
        text += ", " + thousands(nearestIn(size.bitOperations, std::int64_t(0), most)) + " bit operations a sample";
    }
    text += "\n";
    return text + layerTable(history.start(), latest);
}

} // namespace gridscope::run
