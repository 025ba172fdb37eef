// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/norms_panel.h"

#include "core/method/bsq/bsq.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr int mostPlanes = 16;

// Of the chosen layer in that snapshot, the highest plane first.
struct Norms {
    std::span<const float> values;
    int lowest = 0;
};

Norms normsIn(const run::Snapshot& snapshot, const std::string& layer)
{
    const run::Extra* norms = snapshot.extra(run::planeNorms, layer);
    const run::Extra* lowest = snapshot.extra(run::lowestPlane, layer);
    if (norms == nullptr || lowest == nullptr || lowest->values.size() != 1) { return {}; }
    const float first = lowest->values[0];
    return first >= 0 && first < mostPlanes ? Norms{norms->values, int(first)} : Norms{};
}

// The curve of each plane from the lowest on; it ends where the plane has gone.
std::vector<run::Curve> curvesOf(const run::History& history, const std::string& layer)
{
    std::vector<run::Curve> curves;
    for (const run::SnapshotPtr& snapshot : history.snapshots()) {
        const Norms norms = normsIn(*snapshot, layer);
        for (std::size_t i = 0; i < norms.values.size(); ++i) {
            const std::size_t plane = std::size_t(norms.lowest) + norms.values.size() - 1 - i;
            if (plane >= mostPlanes) { continue; }
            curves.resize(std::max(curves.size(), plane + 1));
            const double norm = std::log10(double(norms.values[i]));
            if (std::isfinite(norm)) { curves[plane].push_back({double(snapshot->step), norm}); }
        }
    }
    for (run::Curve& curve : curves) { curve = run::withGaps(std::move(curve), double(history.longestStretch())); }
    return curves;
}

} // namespace

NormsPanel::NormsPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("norm of each bit plane"), tr("norm")}, tr("step"));
    chart_->setValueFormat(powerText);
    chart_->setWholeValues(true);
    showEmpty();
}

std::int64_t NormsPanel::firstStep(const run::Start& start) const { return std::max<std::int64_t>(1, start.firstStep); }

QString NormsPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("No bit planes of this layer so far.")
                                : noRunText(history, tr("No run yet. Here the norms of bit planes will fall."));
}

QString NormsPanel::draw(const run::History& history, const View& view)
{
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    if (!hasLayer) {
        chart_->setCurves({});
        return {};
    }
    const std::string& layer = history.start().layers[view.layer].name;
    std::vector<run::Curve> curves = curvesOf(history, layer);
    std::vector<LineChart::Style> styles;
    for (std::size_t plane = 0; plane < curves.size(); ++plane) {
        const auto color = [plane](const Theme& t) { return layerColor(t, plane); };
        styles.push_back({tr("bit %1").arg(plane), color, layerDashes(plane), 2});
    }
    chart_->setCurves(std::move(styles));
    double low = 0, high = 1;
    for (std::size_t plane = 0; plane < curves.size(); ++plane) {
        for (const run::Point& point : curves[plane]) {
            low = std::isfinite(point.y) ? std::min(low, point.y) : low;
            high = std::isfinite(point.y) ? std::max(high, point.y) : high;
        }
        chart_->replace(plane, std::move(curves[plane]));
    }
    constexpr double roomForWords = 0.7; // decades
    chart_->setValueRange(std::floor(low), std::ceil(high + roomForWords));
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const Norms norms = snapshot ? normsIn(*snapshot, layer) : Norms{};
    if (norms.values.empty()) { return {}; }
    QStringList told;
    for (const float norm : norms.values) { told << valueText(double(norm), 0.01); }
    return tr("Norms of the bit planes of %1 at step %2, the highest first: %3.")
        .arg(QString::fromStdString(layer), numberText(double(snapshot->step), 0), told.join(QStringLiteral("; ")));
}

} // namespace gridscope::ui
