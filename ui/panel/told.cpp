// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/told.h"

#include <algorithm>

namespace gridscope::ui {

run::SnapshotPtr newestTelling(const run::History& history, const View& view, std::string_view extra,
                               std::string_view layer)
{
    const auto all = history.snapshots();
    const auto isIt = [&](const run::SnapshotPtr& snapshot) {
        return (!view.step || snapshot->step <= *view.step) && snapshot->extra(extra, layer) != nullptr;
    };
    const auto found = std::find_if(all.rbegin(), all.rend(), isIt);
    return found == all.rend() ? nullptr : *found;
}

const run::Extra* newestExtra(const run::History& history, const View& view, std::string_view name,
                              std::string_view layer)
{
    const run::SnapshotPtr snapshot = newestTelling(history, view, name, layer);
    return snapshot ? snapshot->extra(name, layer) : nullptr;
}

bool tells(const run::History& history, std::string_view extra)
{
    const auto isIt = [&](const run::Extra& one) { return one.name == extra; };
    const auto all = history.snapshots(); // those at the end know most
    return std::any_of(all.rbegin(), all.rend(),
                       [&](const run::SnapshotPtr& snapshot) { return std::ranges::any_of(snapshot->extras, isIt); });
}

run::Curve toldCurve(const run::History& history, std::string_view extra, std::string_view layer)
{
    return run::extraCurve(history.snapshots(), extra, layer, history.longestStretch());
}

std::string layerName(const run::History& history, const View& view)
{
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    return hasLayer ? history.start().layers[view.layer].name : std::string();
}

} // namespace gridscope::ui
