// SPDX-License-Identifier: GPL-3.0-or-later
// What panels of a search for clips read from snapshots: arrays by name, and how the clips are called.
#pragma once

#include "core/run/curves.h"
#include "core/run/history.h"

#include <QString>

#include <optional>
#include <vector>

namespace gridscope::ui {

// As of the newest snapshot up to `step` (empty: of all) that has it; nullptr where none has.
const run::Extra* newestExtra(const run::History& history, std::optional<std::int64_t> step, std::string_view name);

// One number of every snapshot that has it, over the steps.
run::Curve curveOfExtra(const run::History& history, std::string_view name, std::string_view layer = {});

struct ClipTold {
    std::string layer;
    bool isActivation;
    std::size_t layerIndex;
    QString name; // "conv1", or "conv1 act." of what it gives on
};
std::vector<ClipTold> clipsOf(const run::History& history); // in their order

} // namespace gridscope::ui
