// SPDX-License-Identifier: GPL-3.0-or-later
// The table of methods: the one place that knows their names. Command line, settings, window, card, experiments and README ask it.
#pragma once

#include "core/method/method_info.h"

#include <span>

namespace gridscope::run {

std::span<const MethodInfo* const> methods();         // in the order in which they are listed
const MethodInfo* findMethod(std::string_view name);  // nullptr when unknown
const MethodInfo& methodNamed(std::string_view name); // ConfigError with the known names
inline const MethodInfo& methodOf(const RunConfig& config) { return methodNamed(config.method); }
inline const MethodInfo& activationMethodOf(const RunConfig& config) { return methodNamed(config.activationMethod); }

// Adds one, before anything asks for settings: whoever registers does it while the program starts. Its texts must outlive all.
void registerMethod(const MethodInfo& info);

bool isFloatLayer(const RunConfig& config, std::size_t layer); // also when the method is full precision

} // namespace gridscope::run
