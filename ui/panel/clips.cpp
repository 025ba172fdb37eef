// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clips.h"

#include <QCoreApplication>

#include <algorithm>

namespace gridscope::ui {

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
