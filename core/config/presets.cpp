// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/presets.h"

#include "core/base/embedded.h"
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/config/config_fields.h"

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
    throw ConfigError("There is no preset " + inQuotes(name) + "; the nearest is " + inQuotes(nearest(name, names))
                      + ".");
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
         "Rounds to the nearest grid point; back comes the gradient of that point's probability under noise alone, "
         "which pulls weights onto the "
         "grid.",
         "Quantized training: every weight is used as its nearest grid point, and the gradient pulls it there. Watch "
         "the bars gather on the lines."},
        {"expected", "Expected value",
         "Rounds as cpq does; back comes the exact gradient of the mean over all grid points under the same noise, "
         "which gathers nothing.",
         "Expected value: every weight is used as its nearest grid point, but the gradient is that of the mean of all "
         "grid points and pulls it to "
         "none. Compare with CPQ in the settings."},
        {"ste", "Straight-through estimator",
         "Rounds to the nearest grid point; on the way back the rounding counts as the identity inside the grid.",
         "Straight-through estimator: every weight is used as its nearest grid point, but nothing pulls it there. "
         "Compare with CPQ in the settings."},
        {"lsq", "Learned step size",
         "The straight-through estimator with LSQ's start and gradient scale for the step size, which learns at the "
         "rate of the weights.",
         "Learned step size: every weight is used as its nearest grid point, and nothing pulls it there. Watch the "
         "grid itself move to fit the weights."},
        {"dorefa", "Largest weight spans the grid",
         "Rounds to a grid as wide as the largest weight, as DoReFa-Net does; nothing is clipped, and the gradient "
         "passes unchanged.",
         "Largest weight: the grid is always as wide as the largest weight, and nothing pulls the others onto its "
         "lines. Watch how wide it gets."},
        {"rq", "Relaxed Quantization",
         "In training every weight is a random mixture of all grid points (Gumbel-softmax), so the gradient is exact "
         "for what was drawn.",
         "Relaxed quantization: training uses every weight as a random mixture of grid points near it; only the "
         "evaluation rounds."},
        {"rq-st", "Relaxed Quantization, straight-through",
         "Draws one grid point at random in the forward pass; the backward pass is that of Relaxed Quantization.",
         "Relaxed quantization: training uses every weight as one grid point near it, drawn at random; only the "
         "evaluation rounds."},
        {"float", "Full precision", "Nothing is rounded: the ordinary gradient of the full-precision network.",
         "Full precision: nothing is rounded, the weights stay a smooth bell."},
    };
    return all;
}

} // namespace gridscope::run
