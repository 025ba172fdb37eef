// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/presets.h"

#include "core/run/config_fields.h"
#include "core/run/embedded.h"
#include "core/run/error.h"
#include "core/run/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace gridscope::run {

namespace {

constexpr std::string_view folder = "presets/";
constexpr std::string_view suffix = ".json";

Preset readPreset(const EmbeddedFile& file)
{
    auto json = nlohmann::ordered_json::parse(file.bytes.begin(), file.bytes.end());
    Preset preset;
    preset.name = file.name.substr(folder.size(), file.name.size() - folder.size() - suffix.size());
    preset.title = json.at("title").get<std::string>();
    preset.why = json.at("why").get<std::string>();
    json.erase("title");
    json.erase("why");
    preset.config = configFromJson(json.dump(), RunConfig{}, file.name);
    preset.config.preset = preset.name;
    return preset;
}

std::vector<Preset> readPresets()
{
    std::vector<Preset> presets;
    for (const EmbeddedFile& file : embeddedFiles()) {
        if (file.name.starts_with(folder)) { presets.push_back(readPreset(file)); }
    }
    return presets;
}

} // namespace

std::span<const Preset> presets()
{
    static const std::vector<Preset> all = readPresets();
    return all;
}

const Preset& preset(std::string_view name)
{
    std::vector<std::string_view> names;
    for (const Preset& preset : presets()) {
        if (preset.name == name) { return preset; }
        names.push_back(preset.name);
    }
    throw ConfigError("There is no preset " + inQuotes(name) + "; the nearest is " + inQuotes(nearest(name, names)) + ".");
}

bool isStill(const RunConfig& config, std::string_view preset)
{
    const auto found = std::ranges::find(presets(), preset, &Preset::name);
    if (found == presets().end()) { return false; }
    const RunConfig& own = found->config;
    return config.data == own.data && config.dataFolder == own.dataFolder && config.network == own.network;
}

std::span<const Method> methods()
{
    static const std::vector<Method> all = {
        {"cpq", "Cluster-Promoting Quantization",
         "The forward pass takes the most likely grid point, the backward pass the gradient of the expected one, which pulls weights onto the "
         "grid."},
        {"expected", "Expected level",
         "The forward pass takes the expected grid point of a noisy assignment, so the gradient is exact and needs no estimator."},
        {"ste", "Straight-through estimator",
         "The forward pass rounds to the nearest grid point, the backward pass treats the rounding as if it were the identity inside the grid."},
        {"lsq", "Learned step size",
         "The straight-through estimator with LSQ's start and gradient scale for the step size, which learns at the rate of the weights."},
        {"dorefa", "Largest weight spans the grid",
         "Rounds to a grid as wide as the largest weight, as DoReFa-Net does; nothing is clipped, and the gradient passes unchanged."},
        {"rq", "Relaxed Quantization",
         "In training every weight is a random mixture of all grid points (Gumbel-softmax), so the gradient is exact for what was drawn."},
        {"rq-st", "Relaxed Quantization, straight-through",
         "Draws one grid point at random in the forward pass; the backward pass is that of Relaxed Quantization."},
        {"float", "Full precision", "Nothing is rounded: the ordinary gradient of the full-precision network."},
    };
    return all;
}

} // namespace gridscope::run
