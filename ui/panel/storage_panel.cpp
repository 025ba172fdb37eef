// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/storage_panel.h"

#include "core/method/alq/alq.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

constexpr double kibibyte = 8.0 * 1024; // bits

struct Curves {
    run::Curve bases, coordinates;
};

Curves curvesOf(const run::History& history)
{
    Curves curves;
    for (const run::SnapshotPtr& snapshot : history.snapshots()) {
        double bases = 0, coordinates = 0;
        bool isTold = false;
        for (const run::Extra& extra : snapshot->extras) {
            if (extra.name != run::alq_extra::storage || extra.values.size() != 2) { continue; }
            bases += double(extra.values[0]) / kibibyte;
            coordinates += double(extra.values[1]) / kibibyte;
            isTold = true;
        }
        if (!isTold) { continue; }
        curves.bases.push_back({double(snapshot->step), bases});
        curves.coordinates.push_back({double(snapshot->step), coordinates});
    }
    return curves;
}

} // namespace

StoragePanel::StoragePanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("quantized weights in a file (KiB)"), tr("size (KiB)")}, tr("step"));
    chart_->setValueFormat(valueText);
    showEmpty();
}

QString StoragePanel::emptyText(const run::History& history) const
{
    return history.hasStarted()
               ? tr("No sizes yet: quantized training has not begun.")
               : noRunText(history, tr("No run yet. Here will be what signs and coefficients would take in a file."));
}

QString StoragePanel::draw(const run::History& history, const View&)
{
    chart_->setCurves({{tr("signs"), [](const Theme& t) { return t.quantized; }, {}, 2.5},
                       {tr("coefficients"), [](const Theme& t) { return t.latent; }, {5, 3}, 2}});
    Curves curves = curvesOf(history);
    if (curves.bases.empty()) {
        chart_->replace(0, {});
        chart_->replace(1, {});
        return {};
    }
    const run::Point bases = curves.bases.back(), coordinates = curves.coordinates.back();
    double most = 1;
    for (const run::Curve* curve : {&curves.bases, &curves.coordinates}) {
        for (const run::Point& point : *curve) { most = std::max(most, point.y); }
    }
    const auto longest = double(history.longestStretch());
    chart_->replace(0, run::withGaps(std::move(curves.bases), longest));
    chart_->replace(1, run::withGaps(std::move(curves.coordinates), longest));
    chart_->fitValues(0, most, {0, LineChart::everything.high});
    return tr("At step %1 signs take %2 KiB and coefficients %3 KiB.")
        .arg(numberText(bases.x, 0), numberText(bases.y, 1), numberText(coordinates.y, 1));
}

} // namespace gridscope::ui
