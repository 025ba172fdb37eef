// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/cut_panel.h"

#include "core/base/whole.h"
#include "core/method/alq/alq.h"
#include "ui/chart/cut_view.h"
#include "ui/chart/numbers.h"

namespace gridscope::ui {

CutPanel::CutPanel(QWidget* parent) : CutPanel(new CutView, parent) {}

CutPanel::CutPanel(CutView* picture, QWidget* parent) : PictureBase(picture, parent), picture_(picture)
{
    refresh({}, {});
}

QString CutPanel::emptyText(const run::History& history) const
{
    return history.hasStarted()
               ? tr("Nothing was pruned yet.")
               : noRunText(history, tr("No run yet. Here will be what pruning takes away, and what it leaves."));
}

QString CutPanel::draw(const run::History& history, const View& view)
{
    const auto snapshot = newestTelling(history, view, run::alq_extra::pool);
    const run::Extra* cut = snapshot ? snapshot->extra(run::alq_extra::cut) : nullptr;
    if (cut == nullptr || cut->values.empty()) {
        picture_->clear();
        return {};
    }
    const auto& rows = snapshot->extra(run::alq_extra::pool)->values;
    QStringList layers;
    for (const run::LayerInfo& layer : history.start().layers) { layers << QString::fromStdString(layer.name); }
    std::vector<CutView::Bar> bars;
    for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
        bars.push_back({double(rows[i]), run::nearestIn(double(rows[i + 1]), std::size_t(0), std::size_t(1) << 20)});
    }
    const auto gone = run::nearestIn(double(cut->values[0]), std::size_t(0), bars.size());
    const QString step = numberText(double(snapshot->step), 0);
    const std::size_t all = bars.size();
    picture_->display(std::move(bars), gone, layers,
                      {tr("step %1: what the loss would lose, the least useful first").arg(step),
                       tr("step %1: what the loss would lose").arg(step), tr("step %1").arg(step)});
    return tr("Pruning at step %1 took away %2 of the %3 coefficients that competed.")
        .arg(step, countText(gone), countText(all));
}

} // namespace gridscope::ui
