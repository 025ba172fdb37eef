// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clips.h"

#include <QCoreApplication>

#include <algorithm>

namespace gridscope::ui {

const run::Extra* newestExtra(const run::History& history, std::optional<std::int64_t> step, std::string_view name)
{
    const auto all = history.snapshots();
    for (auto snapshot = all.rbegin(); snapshot != all.rend(); ++snapshot) {
        if (step && (*snapshot)->step > *step) { continue; }
        if (const run::Extra* extra = (*snapshot)->extra(name)) { return extra; }
    }
    return nullptr;
}

run::Curve curveOfExtra(const run::History& history, std::string_view name, std::string_view layer)
{
    run::Curve curve;
    for (const run::SnapshotPtr& snapshot : history.snapshots()) {
        const run::Extra* extra = snapshot->extra(name, layer);
        if (extra == nullptr || extra->values.size() != 1) { continue; }
        curve.push_back({double(snapshot->step), double(extra->values.front())});
    }
    return run::withGaps(std::move(curve), double(history.longestStretch()));
}

std::vector<ClipTold> clipsOf(const run::History& history)
{
    std::vector<ClipTold> clips;
    const run::SnapshotPtr snapshot = history.latest();
    if (!snapshot || !history.hasStarted()) { return clips; }
    const auto& layers = history.start().layers;
    for (const run::Extra& extra : snapshot->extras) {
        const bool isActivation = extra.name == "activation clip";
        if (!isActivation && extra.name != "weight clip") { continue; }
        const auto layer = std::ranges::find(layers, extra.layer, &run::LayerInfo::name);
        const QString name = QString::fromStdString(extra.layer);
        clips.push_back({extra.layer, isActivation, std::size_t(layer - layers.begin()),
                         isActivation ? QCoreApplication::translate("Clips", "%1 act.").arg(name) : name});
    }
    return clips;
}

} // namespace gridscope::ui
