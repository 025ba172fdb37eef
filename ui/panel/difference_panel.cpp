// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/difference_panel.h"

#include "core/run/difference.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

// The newest at or before the step on show.
std::optional<run::Point> shownPoint(const run::Curve& curve, const View& view)
{
    const double step = view.step ? double(*view.step) : std::numeric_limits<double>::max();
    const auto after = std::ranges::upper_bound(curve, step, {}, &run::Point::x);
    if (after == curve.begin()) { return std::nullopt; }
    return *std::prev(after);
}

} // namespace

DifferencePanel::DifferencePanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("score of the other run minus this one's; share of weights apart"), tr("other run minus this one"),
                       tr("difference")},
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
    chart_->setReference(0.0);
    if (view.other == nullptr) {
        chart_->replace(0, {});
        chart_->replace(1, {});
        return {};
    }
    const auto all = run::differences(history.snapshots(), view.other->snapshots(), view.layer);
    const auto score = run::thinned(all.score, chart_->columns());
    const auto distance = run::thinned(all.distance, chart_->columns());
    chart_->replace(0, score);
    chart_->replace(1, distance);
    auto points = score;
    points.insert(points.end(), distance.begin(), distance.end());
    if (points.empty()) { return {}; }
    const auto [low, high] = std::ranges::minmax(points, {}, &run::Point::y);
    constexpr double room = 1.2; // for the names at the ends
    chart_->fitValues(std::min(-0.1, room * low.y), std::max(0.1, room * high.y));
    const auto scoreNow = shownPoint(all.score, view);
    const auto distanceNow = shownPoint(all.distance, view);
    if (!scoreNow || !distanceNow) { return tr("At this step the two runs were not compared."); }
    return tr("Step %1: clustering score without the zero cell of %2 minus that of this run: %3; %4 of the latent "
              "weights would "
              "have to move to make the histograms equal.")
        .arg(numberText(distanceNow->x, 0), view.otherName, valueText(scoreNow->y, 0.01), shareText(distanceNow->y));
}

} // namespace gridscope::ui
