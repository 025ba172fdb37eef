// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/loss_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/describe.h"

#include <algorithm>
#include <limits>

namespace gridscope::ui {

namespace {

constexpr double pastWeight = 0.9; // of the smoothed curve
constexpr std::ptrdiff_t settling = 200; // steps; 0.9^200 is nothing

std::span<const run::Step> stepsOnShow(const run::History& history, const AxisZoom::Range& range, std::ptrdiff_t before)
{
    const auto all = history.steps();
    const auto first = std::ranges::lower_bound(all, range.low, {}, [](const run::Step& s) { return double(s.index); });
    const auto last =
        std::ranges::upper_bound(first, all.end(), range.high, {}, [](const run::Step& s) { return double(s.index); });
    const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, first - all.begin() - before);
    const std::ptrdiff_t to = std::min<std::ptrdiff_t>(std::ptrdiff_t(all.size()), last - all.begin() + 1);
    return all.subspan(std::size_t(from), std::size_t(to - from));
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
    std::vector<LineChart::Style> curves = {{QString(), faint, {}, 1}, {tr("smoothed"), [](const Theme& t) { return t.loss; }, {}, 2.5}};
    if (view.other != nullptr) { curves.push_back(otherRunStyle(view.otherName)); }
    chart_->setCurves(curves);
    // Thinned to what is on show: who zooms in sees every step. The smoothed curves begin earlier, to have settled there.
    const AxisZoom::Range range = chart_->shownSteps();
    const auto smoothed = [&](const run::History& shown) {
        return run::smoothedLossCurve(stepsOnShow(shown, range, settling), pastWeight, chart_->columns());
    };
    if (view.other != nullptr) { chart_->replace(2, smoothed(*view.other)); }
    const auto raw = run::lossCurve(stepsOnShow(history, range, 1), chart_->columns());
    const auto smooth = smoothed(history);
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
