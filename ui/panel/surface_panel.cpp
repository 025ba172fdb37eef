// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/surface_panel.h"

#include "core/base/whole.h"
#include "ui/chart/heat_map.h"
#include "ui/chart/numbers.h"
#include "ui/panel/clips.h"

#include <QVBoxLayout>

#include <cmath>

namespace gridscope::ui {
namespace {

// From half to twice, by logarithms: powers of two from -1 to 1.
std::vector<QPointF> wayOf(const run::Extra* extra)
{
    std::vector<QPointF> way;
    for (std::size_t i = 0; extra != nullptr && i + 1 < extra->values.size(); i += 2) {
        const QPointF share((1 + double(extra->values[i + 1])) / 2, (1 + double(extra->values[i])) / 2);
        if (std::isfinite(share.x()) && std::isfinite(share.y())) { way.push_back(share); }
    }
    return way;
}

} // namespace

SurfacePanel::SurfacePanel(QWidget* parent) : Panel(parent), chart_(new HeatMap)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(chart_);
    setFocusProxy(chart_);
    refresh({}, {});
}

void SurfacePanel::refresh(const run::History& history, const View& view)
{
    const run::Extra* surface = newestExtra(history, view.step, "loss surface");
    const run::Extra* pair = newestExtra(history, view.step, "clips of the surface");
    const auto clips = clipsOf(history);
    HeatMap::Map map;
    summary_ = !history.hasStarted() ? noRunText(history, tr("No run yet. Here the loss over two clips will be seen."))
                                     : tr("The loss surface is measured once the search is over.");
    const bool isThere =
        surface != nullptr && surface->shape.size() == 2 && pair != nullptr && pair->values.size() == 2;
    const auto nameOf = [&](std::size_t i) {
        const std::size_t clip = run::wholeIn(double(pair->values[i]), std::size_t(0), clips.size());
        return clip < clips.size() ? clips[clip].name : QString();
    };
    if (isThere) {
        map.rows = map.columns = std::size_t(surface->shape[1]);
        map.values.assign(surface->values.begin(), surface->values.end());
        map.isSurface = true;
        map.rowNames = map.columnNames = QStringList{tr("× 0.5"), tr("× 1"), tr("× 2")};
        map.rowTitle = tr("clip of %1").arg(nameOf(0));
        map.columnTitle = tr("clip of %1").arg(nameOf(1));
        map.unit = tr("nats");
        map.way = wayOf(newestExtra(history, view.step, "search path"));
        summary_ =
            tr("Calibration loss around the best clips of %1 and %2, from half to twice, %3 of %4 rows measured.")
                .arg(nameOf(0), nameOf(1))
                .arg(surface->shape[0])
                .arg(map.rows);
    }
    chart_->setEmptyText(summary_);
    chart_->display(std::move(map));
    describe(*this, *chart_);
}

} // namespace gridscope::ui
