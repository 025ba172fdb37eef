// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/loss_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/describe.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double pastWeight = 0.9; // of the smoothed curve

// The curve's part that is on show: the value range fits what is seen.
std::span<const run::Point> onShow(const run::Curve& curve, const AxisZoom::Range& range)
{
    const auto first = std::ranges::lower_bound(curve, range.low, {}, &run::Point::x);
    const auto last = std::ranges::upper_bound(first, curve.end(), range.high, {}, &run::Point::x);
    return {first, last};
}

} // namespace

LossPanel::LossPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("training loss (nats)"), tr("loss (nats)")}, tr("step"));
    showEmpty();
}

QString LossPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("Waiting for the first step.")
                                : noRunText(history, tr("No run yet. Here the training loss will fall."));
}

QString LossPanel::draw(const run::History& history, const View& view)
{
    const auto faint = [](const Theme& t) { return softened(t.loss, t.surface, 0.45); };
    std::vector<LineChart::Style> curves = {{QString(), faint, {}, 1},
                                            {tr("smoothed"), [](const Theme& t) { return t.loss; }, {}, 2.5}};
    if (view.other != nullptr) { curves.push_back(otherRunStyle(view.otherName)); }
    chart_->setCurves(curves);
    const auto smoothed = [](const run::History& shown) {
        return run::withGaps(run::smoothedLossCurve(shown.steps(), pastWeight), double(shown.longestStepStretch()));
    };
    if (view.other != nullptr) { chart_->replace(2, smoothed(*view.other)); }
    auto raw = run::withGaps(run::lossCurve(history.steps()), double(history.longestStepStretch()));
    auto smooth = smoothed(history);
    const double smoothedLast = smooth.empty() ? std::nan("") : smooth.back().y;
    double low = 0;
    double high = 0;
    for (const run::Point& point : onShow(raw, chart_->shownSteps())) {
        low = std::min(low, std::isfinite(point.y) ? point.y : low);
        high = std::max(high, std::isfinite(point.y) ? point.y : high);
    }
    chart_->replace(0, std::move(raw));
    chart_->replace(1, std::move(smooth));
    if (chart_->isEmpty()) { return {}; }
    chart_->fitValues(low, high);
    if (history.steps().empty()) { return {}; } // only the run laid over it has any yet
    if (const run::Step* shown = view.step ? history.stepAt(*view.step) : nullptr) {
        return tr("Training loss at step %1: %2 nats.")
            .arg(numberText(static_cast<double>(shown->index), 0), numberText(shown->trainLoss, 3));
    }
    return tr("Training loss at step %1: %2 nats, smoothed %3.")
        .arg(numberText(static_cast<double>(history.lastStep()), 0), numberText(history.steps().back().trainLoss, 3),
             numberText(smoothedLast, 3));
}

} // namespace gridscope::ui
