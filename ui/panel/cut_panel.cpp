// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/group_panels.h"

#include "core/base/whole.h"
#include "core/method/alq/alq.h"
#include "ui/chart/cut_view.h"
#include "ui/chart/numbers.h"
#include "ui/panel/picture_panel.h"
#include "ui/panel/told.h"

namespace gridscope::ui {

// The newest step of pruning: what competed, sorted by what the loss would lose, and where the cut was.
class CutPanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::CutPanel)
public:
    using Picture = CutView;
    static QString draw(CutView& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted()
                   ? tr("Nothing was pruned yet.")
                   : noRunText(history, tr("No run yet. Here will be what pruning takes away, and what it leaves."));
    }
};

QString CutPanel::draw(CutView& picture, const run::History& history, const View& view)
{
    const auto snapshot = newestTelling(history, view, run::alq_extra::pool);
    const run::Extra* cut = snapshot ? snapshot->extra(run::alq_extra::cut) : nullptr;
    if (cut == nullptr || cut->values.empty()) {
        picture.clear();
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
    picture.display(std::move(bars), gone, layers,
                    {tr("step %1: what the loss would lose, the least useful first").arg(step),
                     tr("step %1: what the loss would lose").arg(step), tr("step %1").arg(step)});
    return tr("Pruning at step %1 took away %2 of the %3 coefficients that competed.")
        .arg(step, countText(gone), countText(all));
}

std::unique_ptr<Panel> makeCutPanel() { return std::make_unique<PicturePanel<CutPanel>>(); }

} // namespace gridscope::ui
