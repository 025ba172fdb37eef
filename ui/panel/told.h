// SPDX-License-Identifier: GPL-3.0-or-later
// What panels read of the arrays that a method tells in its snapshots (run::Extra).
#pragma once

#include "core/run/curves.h"
#include "core/run/history.h"
#include "ui/panel/panel.h"

namespace gridscope::ui {

// The newest snapshot up to the step on show that tells this array, of a layer or (empty) of the network; nullptr: none does.
run::SnapshotPtr newestTelling(const run::History& history, const View& view, std::string_view extra,
                               std::string_view layer = {});
const run::Extra* newestExtra(const run::History& history, const View& view, std::string_view name,
                              std::string_view layer = {});      // that array
bool tells(const run::History& history, std::string_view extra); // anywhere
// One number of every snapshot that has it, over the steps.
run::Curve toldCurve(const run::History& history, std::string_view extra, std::string_view layer = {});
std::string layerName(const run::History& history, const View& view); // of the chosen one; empty: there is none

} // namespace gridscope::ui
