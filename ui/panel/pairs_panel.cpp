// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/pairs_panel.h"

#include "ui/chart/heat_map.h"
#include "ui/chart/numbers.h"
#include "ui/panel/clips.h"

#include <QVBoxLayout>

#include <cmath>

namespace gridscope::ui {
namespace {

// The share of all bending that is beside the diagonal.
double shareBeside(const HeatMap::Map& map)
{
    double beside = 0, all = 0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
        const double size = std::abs(map.values[i]);
        all += size;
        if (i / map.columns != i % map.columns) { beside += size; }
    }
    return all > 0 ? beside / all : 0;
}

} // namespace

PairsPanel::PairsPanel(QWidget* parent) : Panel(parent), chart_(new HeatMap)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(chart_);
    setFocusProxy(chart_);
    refresh({}, {});
}

void PairsPanel::refresh(const run::History& history, const View& view)
{
    const run::Extra* matrix = newestExtra(history, view.step, "interactions of clips");
    HeatMap::Map map;
    summary_ = !history.hasStarted() ? noRunText(history, tr("No run yet. Here pairs of clips will be seen."))
                                     : tr("Pairs of clips are measured once the search is over.");
    if (matrix != nullptr && matrix->shape.size() == 2 && matrix->shape[0] == matrix->shape[1]) {
        map.rows = map.columns = std::size_t(matrix->shape[0]);
        map.values.assign(matrix->values.begin(), matrix->values.end());
        for (const ClipTold& clip : clipsOf(history)) { map.rowNames << clip.name; }
        map.columnNames = map.rowNames;
        map.rowTitle = tr("bend of the loss by pairs of log clips (nats)");
        map.unit = tr("nats");
        summary_ = tr("How the loss bends for %1 clips: %2 of it beside the diagonal.")
                       .arg(map.rows)
                       .arg(shareText(shareBeside(map)));
    }
    chart_->setEmptyText(summary_);
    chart_->display(std::move(map));
    describe(*this, *chart_);
}

} // namespace gridscope::ui
