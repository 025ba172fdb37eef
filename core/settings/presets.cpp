// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/presets.h"

#include "core/base/embedded.h"
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/settings/config_fields.h"

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

} // namespace gridscope::run
