// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/method_panel.h"

#include "ui/chart/numbers.h"
#include "ui/panel/told.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

run::SnapshotPtr newestWithExtras(const run::History& history, std::optional<std::int64_t> step)
{
    const auto all = history.snapshots();
    const auto isIt = [&](const run::SnapshotPtr& snapshot) {
        return !snapshot->extras.empty() && (!step || snapshot->step <= *step);
    };
    const auto found = std::find_if(all.rbegin(), all.rend(), isIt);
    return found == all.rend() ? nullptr : *found;
}

QString sentence(const run::Extra& extra)
{
    const ExtraRange range = rangeOf(extra);
    const QString name = nameOf(extra);
    if (range.isEmpty) { return MethodPanel::tr("%1: no values").arg(name); }
    const double resolution =
        std::max(range.high - range.low, std::max(std::abs(range.low), std::abs(range.high))) / 200;
    const QString low = valueText(range.low, resolution), high = valueText(range.high, resolution);
    const ExtraSize size = sizeOf(extra);
    switch (kindOf(extra)) {
    case ExtraKind::Value: return MethodPanel::tr("%1: %2").arg(name, low);
    case ExtraKind::Row:
        return MethodPanel::tr("%1: %2 values from %3 to %4").arg(name).arg(size.columns).arg(low, high);
    case ExtraKind::Table:
        return MethodPanel::tr("%1: %2 × %3 values from %4 to %5")
            .arg(name)
            .arg(size.rows)
            .arg(size.columns)
            .arg(low, high);
    case ExtraKind::Nothing: break;
    }
    return {};
}

} // namespace

MethodPanel::MethodPanel(QWidget* parent) : Panel(parent), view_(new ExtraView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(view_);
    setFocusProxy(view_);
    refresh({}, {});
}

bool MethodPanel::tellsExtras(const run::History& history)
{
    return newestWithExtras(history, std::nullopt) != nullptr;
}

void MethodPanel::refresh(const run::History& history, const View& view)
{
    const run::SnapshotPtr snapshot = newestWithExtras(history, view.step);
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    const std::string layer = hasLayer ? history.start().layers[view.layer].name : std::string();
    std::vector<ExtraView::Tile> tiles;
    QStringList told;
    for (const run::Extra& extra : snapshot ? snapshot->extras : std::vector<run::Extra>()) {
        if (!extra.layer.empty() && extra.layer != layer) { continue; }
        told << sentence(extra);
        tiles.push_back(
            {extra, kindOf(extra) == ExtraKind::Value ? toldCurve(history, extra.name, extra.layer) : run::Curve()});
    }
    summary_ = !history.hasStarted()
                   ? noRunText(history, tr("No run yet. What a method tells beside all others will be here."))
               : tellsExtras(history) ? tr("The method tells nothing of this layer here.")
                                      : tr("The method of this run tells nothing beside what the other views show.");
    if (!told.isEmpty()) {
        summary_ = tr("Told by the method at step %1. %2.")
                       .arg(numberText(static_cast<double>(snapshot->step), 0), told.join(QStringLiteral("; ")));
    }
    view_->setEmptyText(summary_);
    view_->display(std::move(tiles));
    describe(*this, *view_);
}

} // namespace gridscope::ui
