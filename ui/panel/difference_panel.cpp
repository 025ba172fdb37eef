// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/difference_panel.h"

#include "core/run/difference.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/arms.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// The newest at or before the step on show.
std::optional<run::Point> shownPoint(const run::Curve& curve, const View& view)
{
    const double step = view.step ? double(*view.step) : std::numeric_limits<double>::max();
    const auto after = std::ranges::upper_bound(curve, step, {}, &run::Point::x);
    if (after == curve.begin()) { return std::nullopt; }
    return std::isfinite(std::prev(after)->y) ? std::optional(*std::prev(after)) : std::nullopt; // in a gap: none
}

// "CPQ's score is higher by 0.43": a bare minus sign does not say whose.
QString verdict(double difference, const ArmNames& names)
{
    constexpr double equal = 0.005;
    if (!std::isfinite(difference)) { return DifferencePanel::tr("the scores cannot be compared"); }
    if (std::abs(difference) < equal) { return DifferencePanel::tr("the scores are equal"); }
    const QString& winner = difference > 0 ? names.other : names.here;
    return DifferencePanel::tr("score without zero: %1 higher by %2")
        .arg(winner, valueText(std::abs(difference), 0.01));
}

} // namespace

DifferencePanel::DifferencePanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("score of the other run minus this one's; share of weights apart"), tr("difference")},
                      tr("step"));
    showEmpty();
}

QString DifferencePanel::emptyText(const run::History&) const
{
    return tr("No step yet that both runs have a snapshot of.");
}

QString DifferencePanel::draw(const run::History& history, const View& view)
{
    chart_->setCurves({{tr("score"), [](const Theme& t) { return t.quantized; }, {}, 2.5},
                       {tr("apart"), [](const Theme& t) { return t.latent; }, {5, 3}, 2}});
    const ArmNames names = armNames(history, view);
    chart_->setReference(0.0, tr("above 0: %1 higher, below: %2 higher").arg(names.other, names.here));
    if (view.other == nullptr) {
        chart_->replace(0, {});
        chart_->replace(1, {});
        return {};
    }
    const auto all = run::differences(history, *view.other, view.layer);
    chart_->replace(0, all.score);
    chart_->replace(1, all.distance);
    if (chart_->isEmpty()) { return {}; }
    double low = -0.1;
    double high = 0.1;
    constexpr double room = 1.2; // for the names at the ends
    for (const run::Curve* curve : {&all.score, &all.distance}) {
        for (const run::Point& point : *curve) {
            low = std::min(low, std::isfinite(point.y) ? room * point.y : low);
            high = std::max(high, std::isfinite(point.y) ? room * point.y : high);
        }
    }
    chart_->fitValues(low, high);
    const auto scoreNow = shownPoint(all.score, view);
    const auto distanceNow = shownPoint(all.distance, view);
    if (!scoreNow || !distanceNow) { return tr("At this step the two runs were not compared."); }
    const QString said = verdict(scoreNow->y, names);
    const QString apart = shareText(distanceNow->y);
    chart_->setTitles({tr("%1 minus %2: %3; %4 of the weights apart").arg(names.other, names.here, said, apart),
                       tr("%1; %2 apart").arg(said, apart), said, tr("difference")},
                      tr("step"));
    return tr("Step %1: clustering score without the zero cell of %2 minus that of %3: %4 (%5); %6 of the latent "
              "weights "
              "would have to move to make the histograms equal.")
        .arg(numberText(distanceNow->x, 0), names.other, names.here, valueText(scoreNow->y, 0.01), said, apart);
}

} // namespace gridscope::ui
