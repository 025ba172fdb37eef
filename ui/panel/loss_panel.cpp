// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/loss_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <limits>

namespace gridscope::ui {

namespace {

constexpr double pastWeight = 0.9; // of the smoothed curve

} // namespace

LossPanel::LossPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("training loss (nats)"), tr("loss (nats)")}, tr("step"));
    showEmpty();
}

QString LossPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("Waiting for the first step.")
                                : tr("No run yet. Here the training loss will fall.");
}

QString LossPanel::draw(const run::History& history, const View& view)
{
    const auto faint = [](const Theme& t) { return softened(t.loss, t.surface, 0.45); };
    std::vector<LineChart::Style> curves = {{QString(), faint, {}, 1}, {tr("smoothed"), [](const Theme& t) { return t.loss; }, {}, 2.5}};
    if (view.other != nullptr) { curves.push_back(otherRunStyle(view.otherName)); }
    chart_->setCurves(curves);
    if (view.other != nullptr) { chart_->replace(2, run::smoothedLossCurve(view.other->steps(), pastWeight, chart_->columns())); }
    const auto raw = run::lossCurve(history.steps(), chart_->columns());
    const auto smooth = run::smoothedLossCurve(history.steps(), pastWeight, chart_->columns());
    chart_->replace(0, raw);
    chart_->replace(1, smooth);
    if (raw.empty()) { return {}; }
    const auto [low, high] = std::ranges::minmax(raw, {}, &run::Point::y);
    chart_->fitValues(std::min(0.0, low.y), high.y);
    if (const run::Step* shown = view.step ? history.stepAt(*view.step) : nullptr) {
        return tr("Training loss at step %1: %2 nats.").arg(numberText(static_cast<double>(shown->index), 0), numberText(shown->trainLoss, 3));
    }
    return tr("Training loss at step %1: %2 nats, smoothed %3.")
        .arg(numberText(static_cast<double>(history.lastStep()), 0), numberText(history.steps().back().trainLoss, 3),
             numberText(smooth.back().y, 3));
}

} // namespace gridscope::ui
