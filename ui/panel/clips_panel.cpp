// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/clips_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/clips.h"
#include "ui/panel/told.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

ClipsPanel::ClipsPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("clip as a share of the largest value"), tr("share of the largest"), tr("share")},
                      tr("step"));
    chart_->setReference(1, tr("nothing clipped"));
    showEmpty();
}

QString ClipsPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("Waiting for the first clips.")
                                : noRunText(history, tr("No run yet. Here the clips will move."));
}

// A weight's line is whole, what its layer gives on is dashed, in the layer's colour.
QString ClipsPanel::draw(const run::History& history, const View& view)
{
    std::vector<LineChart::Style> styles;
    const auto clips = clipsOf(history);
    for (const ClipTold& clip : clips) {
        const auto color = [layer = clip.layerIndex](const Theme& t) { return layerColor(t, layer); };
        styles.push_back({clip.name, color, clip.isActivation ? QList<qreal>{4, 2} : QList<qreal>{}, 2});
    }
    chart_->setCurves(std::move(styles));
    double high = 1;
    QStringList now;
    for (std::size_t i = 0; i < clips.size(); ++i) {
        const char* name = clips[i].isActivation ? "activation clip" : "weight clip";
        run::Curve curve = toldCurve(history, name, clips[i].layer);
        for (const run::Point& point : curve) { high = std::isfinite(point.y) ? std::max(high, point.y) : high; }
        const run::SnapshotPtr shown = shownSnapshot(history, view);
        const run::Extra* extra = shown ? shown->extra(name, clips[i].layer) : nullptr;
        if (extra != nullptr) {
            now << QStringLiteral("%1 %2").arg(clips[i].name, numberText(double(extra->values[0]), 2));
        }
        chart_->replace(i, std::move(curve));
    }
    chart_->fitValues(0, high);
    return now.isEmpty() ? QString()
                         : tr("Clips as shares of the largest value: %1.").arg(now.join(QStringLiteral(", ")));
}

} // namespace gridscope::ui
