// SPDX-License-Identifier: GPL-3.0-or-later
// The presets that the program carries (resources/presets/*.json).
#pragma once

#include "core/config/config.h"

#include <span>

namespace gridscope::run {

struct Preset {
    std::string name;
    std::string title;
    std::string why; // one sentence: what it shows
    RunConfig config;
};
std::span<const Preset> presets();
const Preset& preset(std::string_view name); // ConfigError with the nearest known name
// Whether a config may still go by that preset's name: other data or another network are another experiment. False when unknown.
bool isStill(const RunConfig& config, std::string_view preset);

} // namespace gridscope::run
