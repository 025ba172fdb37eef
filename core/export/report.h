// SPDX-License-Identifier: GPL-3.0-or-later
// One self-contained HTML page per run: result, pictures (inline), card, settings, events, and the command that makes it
// again. Loads nothing from anywhere and names no folder of this machine.
#pragma once

#include "core/run/history.h"

#include <string>
#include <vector>

namespace gridscope {

struct ReportPicture {
    std::string caption;
    std::string png;
};
// `card` is cardJson()'s text.
std::string reportPage(const run::History& history, const std::string& runName, const std::string& card,
                       const std::vector<ReportPicture>& pictures);

// "gridscope train --preset fashion-quick --set bits=2 --seed 7": all settings that differ from the preset.
std::string commandFor(const run::RunConfig& config);
// The settings without what belongs to this machine: of a data folder only its name.
run::RunConfig withoutPrivatePaths(run::RunConfig config);

} // namespace gridscope
