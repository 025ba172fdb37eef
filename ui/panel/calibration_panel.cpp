// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/calibration_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/told.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

run::Curve heldOutOf(const run::History& history)
{
    run::Curve curve;
    for (const run::Evaluation& evaluation : history.evaluations()) {
        if (evaluation.set != "validation" || !evaluation.quantized || evaluation.step < 0) { continue; }
        curve.push_back({double(evaluation.step), evaluation.quantized->loss});
    }
    return curve;
}

const run::Evaluation* shownEvaluation(const run::History& history, const View& view)
{
    const run::Evaluation* found =
        view.step ? history.evaluationAt("validation", *view.step) : history.lastEvaluation("validation");
    return found != nullptr && found->quantized ? found : nullptr;
}

} // namespace

CalibrationPanel::CalibrationPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("loss of the best clips so far (nats)"), tr("loss (nats)")}, tr("step"));
    showEmpty();
}

QString CalibrationPanel::emptyText(const run::History& history) const
{
    return history.hasStarted() ? tr("Waiting for the first clips.")
                                : noRunText(history, tr("No run yet. Here the calibration loss will fall."));
}

QString CalibrationPanel::draw(const run::History& history, const View& view)
{
    const run::Evaluation* heldOut = shownEvaluation(history, view);
    const QString accuracy = heldOut == nullptr ? QString() : accuracyText(heldOut->quantized->accuracy);
    chart_->setCurves({{tr("calibration"), [](const Theme& t) { return t.loss; }, {}, 2.5},
                       {accuracy.isEmpty() ? tr("held out") : tr("held out, %1 right").arg(accuracy),
                        [](const Theme& t) { return t.quantized; },
                        {4, 2},
                        2}});
    run::Curve calibration = toldCurve(history, "calibration loss"), other = heldOutOf(history);
    double low = 1e9, high = 0;
    for (const run::Curve* curve : {&calibration, &other}) {
        for (const run::Point& point : *curve) {
            if (!std::isfinite(point.y)) { continue; }
            low = std::min(low, point.y);
            high = std::max(high, point.y);
        }
    }
    const run::Extra* whole = newestExtra(history, view, "calibration loss, float");
    const double floatLoss = whole != nullptr && whole->values.size() == 1 ? double(whole->values[0]) : std::nan("");
    chart_->setReference(std::isnan(floatLoss) ? std::nullopt : std::optional(floatLoss), tr("float, calibration"));
    const run::Extra* now = newestExtra(history, view, "calibration loss");
    const double last = now == nullptr || now->values.empty() ? std::nan("") : double(now->values[0]);
    chart_->replace(0, std::move(calibration));
    chart_->replace(1, std::move(other));
    if (low > high) { return {}; }
    chart_->fitValues(std::isnan(floatLoss) ? low : std::min(low, floatLoss), high);
    if (heldOut == nullptr) { return tr("Calibration loss %1 nats.").arg(numberText(last, 4)); }
    return tr("Calibration loss %1 nats; of held-out samples %2 nats, %3 right.")
        .arg(numberText(last, 4), numberText(heldOut->quantized->loss, 4), accuracy);
}

} // namespace gridscope::ui
