// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/objective_panel.h"

#include "core/method/bsq/bsq.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/told.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

// On the logarithmic axis. Before the first step, and where nothing is added, there is nothing to draw.
run::Curve logarithmOf(const run::History& history, std::string_view name)
{
    run::Curve curve = toldCurve(history, name);
    for (run::Point& point : curve) { point.y = point.x >= 1 && point.y > 0 ? std::log10(point.y) : std::nan(""); }
    return curve;
}

struct Range {
    double low = -1, high = 1;
    void take(const run::Curve& curve)
    {
        for (const run::Point& point : curve) {
            low = std::isfinite(point.y) ? std::min(low, std::floor(point.y)) : low;
            high = std::isfinite(point.y) ? std::max(high, std::ceil(point.y)) : high;
        }
    }
};

} // namespace

ObjectivePanel::ObjectivePanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("loss and regulariser (nats)"), tr("nats")}, tr("step"));
    chart_->setValueFormat(powerText);
    chart_->setWholeValues(true);
    chart_->setCurves({{tr("loss"), [](const Theme& t) { return t.loss; }, {}, 2.5},
                       {tr("regulariser"), [](const Theme& t) { return t.quantized; }, {5, 3}, 2.5}});
    showEmpty();
}

bool ObjectivePanel::hasBoth(const run::History& history)
{
    const auto tells = [](const run::SnapshotPtr& snapshot) {
        return snapshot->extra(run::taskLoss) != nullptr && snapshot->extra(run::regulariser) != nullptr;
    };
    return std::ranges::any_of(history.snapshots(), tells);
}

std::int64_t ObjectivePanel::firstStep(const run::Start& start) const
{
    return std::max<std::int64_t>(1, start.firstStep);
}

QString ObjectivePanel::emptyText(const run::History& history) const
{
    return history.hasStarted()
               ? tr("No regulariser so far.")
               : noRunText(history, tr("No run yet. Here the loss will stand against the regulariser."));
}

QString ObjectivePanel::draw(const run::History& history, const View& view)
{
    run::Curve loss = logarithmOf(history, run::taskLoss), added = logarithmOf(history, run::regulariser);
    Range range;
    range.take(loss);
    range.take(added);
    chart_->setValueRange(range.low, range.high);
    chart_->replace(0, std::move(loss));
    chart_->replace(1, std::move(added));
    const run::SnapshotPtr snapshot = shownSnapshot(history, view);
    const auto* task = snapshot ? snapshot->extra(run::taskLoss) : nullptr;
    const auto* regulariser = snapshot ? snapshot->extra(run::regulariser) : nullptr;
    const bool isTold =
        task != nullptr && regulariser != nullptr && task->values.size() == 1 && regulariser->values.size() == 1;
    return isTold ? tr("At step %1 the loss is %2 nats, the regulariser adds %3.")
                        .arg(numberText(double(snapshot->step), 0), numberText(double(task->values[0]), 3),
                             numberText(double(regulariser->values[0]), 3))
                  : QString();
}

} // namespace gridscope::ui
