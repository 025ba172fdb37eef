// SPDX-License-Identifier: GPL-3.0-or-later
// How the clips are called that a search for them tells.
#pragma once

#include "core/run/history.h"

#include <QString>

#include <vector>

namespace gridscope::ui {

struct ClipTold {
    std::string layer;
    bool isActivation;
    std::size_t layerIndex;
    QString name; // "conv1", or "conv1 act." of what it gives on
};
std::vector<ClipTold> clipsOf(const run::History& history); // in their order

} // namespace gridscope::ui
