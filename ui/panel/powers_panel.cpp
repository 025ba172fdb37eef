// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/powers_panel.h"

#include "ui/chart/numbers.h"
#include "ui/chart/point_curve.h"
#include "ui/panel/clips.h"

#include <QVBoxLayout>

#include <cmath>

namespace gridscope::ui {
namespace {

run::Curve pointsOf(const run::Extra* extra)
{
    run::Curve points;
    for (std::size_t i = 0; extra != nullptr && i + 1 < extra->values.size(); i += 2) {
        const run::Point point{double(extra->values[i]), double(extra->values[i + 1])};
        if (std::isfinite(point.x) && std::isfinite(point.y)) { points.push_back(point); }
    }
    return points;
}

run::Curve parabolaOf(const run::Extra* extra, const run::Curve& points)
{
    run::Curve curve;
    if (extra == nullptr || extra->values.size() != 3 || points.empty()) { return curve; }
    constexpr int parts = 60;
    const double first = points.front().x, width = points.back().x - first;
    for (int i = 0; i <= parts; ++i) {
        const double x = first + width * i / parts;
        curve.push_back({x, (double(extra->values[0]) * x + double(extra->values[1])) * x + double(extra->values[2])});
    }
    return curve;
}

} // namespace

PowersPanel::PowersPanel(QWidget* parent) : Panel(parent), chart_(new PointCurve)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(chart_);
    setFocusProxy(chart_);
    refresh({}, {});
}

void PowersPanel::refresh(const run::History& history, const View& view)
{
    PointCurve::Content content;
    content.points = pointsOf(newestExtra(history, view.step, "loss over p"));
    content.pointName = QStringLiteral("p");
    content.xTitle = tr("p of the Lp error");
    content.yTitle = tr("calibration loss (nats)");
    content.unit = tr("nats");
    content.fit = parabolaOf(newestExtra(history, view.step, "parabola over p"), content.points);
    const run::Curve chosen = pointsOf(newestExtra(history, view.step, "chosen p"));
    if (!chosen.empty()) {
        content.chosen = chosen.front();
        content.chosenName = tr("chosen %1").arg(numberText(chosen.front().x, 2));
    }
    summary_ = !history.hasStarted()    ? noRunText(history, tr("No run yet. Here the search over p will be seen."))
               : content.points.empty() ? tr("No p was tried here.")
                                        : tr("%1 values of p tried.").arg(content.points.size());
    if (content.chosen) {
        summary_ += QStringLiteral(" ")
                    + tr("Chosen: p = %1, calibration loss %2 nats.")
                          .arg(numberText(content.chosen->x, 2), numberText(content.chosen->y, 4));
    }
    chart_->setEmptyText(summary_);
    chart_->display(std::move(content));
    describe(*this, *chart_);
}

} // namespace gridscope::ui
