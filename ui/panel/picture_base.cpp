// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/picture_base.h"

#include <QVBoxLayout>

#include <algorithm>

namespace gridscope::ui {

PictureBase::PictureBase(ChartWidget* picture, QWidget* parent) : Panel(parent), picture_(picture)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(picture_);
    setFocusProxy(picture_);
}

void PictureBase::refresh(const run::History& history, const View& view)
{
    const QString drawn = draw(history, view);
    summary_ = drawn.isEmpty() ? emptyText(history) : drawn;
    picture_->setEmptyText(summary_);
    describe(*this, *picture_);
}

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

bool tells(const run::History& history, std::string_view extra)
{
    const auto isIt = [&](const run::Extra& one) { return one.name == extra; };
    const auto all = history.snapshots(); // those at the end know most
    return std::any_of(all.rbegin(), all.rend(),
                       [&](const run::SnapshotPtr& snapshot) { return std::ranges::any_of(snapshot->extras, isIt); });
}

std::string layerName(const run::History& history, const View& view)
{
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    return hasLayer ? history.start().layers[view.layer].name : std::string();
}

} // namespace gridscope::ui
