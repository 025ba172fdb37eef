// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/accuracy_panel.h"

#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/describe.h"

#include <algorithm>

namespace gridscope::ui {

namespace {

QString percentText(double percent, double resolution) { return valueText(percent, resolution); }

run::Curve inPercent(run::Curve curve)
{
    for (run::Point& point : curve) { point.y *= 100; }
    return curve;
}

// "validation (5,000)"; the test set is only looked at in the end.
QString setName(const run::Evaluation& evaluation)
{
    const QString set =
        evaluation.set == "validation" ? AccuracyPanel::tr("validation") : QString::fromStdString(evaluation.set);
    return AccuracyPanel::tr("%1 (%2)").arg(set, countText(static_cast<std::uint64_t>(evaluation.samples)));
}

QString scoreSentence(const std::optional<run::Score>& score)
{
    return score ? accuracyText(score->accuracy) : AccuracyPanel::tr("not measured");
}

} // namespace

AccuracyPanel::AccuracyPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("accuracy (%)")}, tr("step"));
    chart_->setValueFormat(percentText);
    showEmpty();
}

QString AccuracyPanel::emptyText(const run::History& history) const
{
    return history.hasStarted()
               ? tr("Waiting for the first evaluation.")
               : noRunText(history,
                           tr("No run yet. Here the accuracy with and without quantization will be compared."));
}

QString AccuracyPanel::draw(const run::History& history, const View& view)
{
    const std::string_view set = "validation";
    const auto latent = inPercent(run::accuracyCurve(history.evaluations(), set, run::Weights::Latent));
    const auto quantized = inPercent(run::accuracyCurve(history.evaluations(), set, run::Weights::Quantized));
    std::vector<LineChart::Style> curves = {{tr("latent"), [](const Theme& t) { return t.latent; }, {5, 3}, 2},
                                            {tr("quantized"), [](const Theme& t) { return t.quantized; }, {}, 2.5}};
    if (view.other != nullptr) { curves.push_back(otherRunStyle(view.otherName)); }
    chart_->setCurves(curves);
    chart_->replace(0, latent);
    chart_->replace(1, quantized);
    const auto floatStart = history.floatStart(set);
    const auto reference = floatStart ? std::optional(100 * floatStart->accuracy) : std::nullopt;
    chart_->setReference(reference, tr("float %1").arg(floatStart ? accuracyText(floatStart->accuracy) : QString()));
    const run::Evaluation* last = history.lastEvaluation(set);
    if (last == nullptr) { return {}; }
    const QString name = setName(*last);
    chart_->setTitles({tr("accuracy (%), %1").arg(name), tr("%, %1").arg(name), tr("accuracy (%)")}, tr("step"));
    auto all = latent;
    all.insert(all.end(), quantized.begin(), quantized.end());
    if (reference) { all.push_back({0, *reference}); }
    if (view.other != nullptr) {
        const auto other = inPercent(run::accuracyCurve(view.other->evaluations(), set, run::Weights::Quantized));
        chart_->replace(2, other);
        all.insert(all.end(), other.begin(), other.end());
    }
    const auto [low, high] = std::ranges::minmax(all, {}, &run::Point::y);
    chart_->fitValues(low.y, std::min(high.y, 100.0));
    const run::Evaluation* shown = view.step ? history.evaluationAt(set, *view.step) : last;
    if (shown == nullptr) { return tr("Accuracy on %1 was not measured yet at step %2.").arg(name, numberText(static_cast<double>(*view.step), 0)); }
    return tr("Accuracy on %1 at step %2: quantized %3, latent %4, float start %5.")
        .arg(setName(*shown), numberText(static_cast<double>(shown->step), 0), scoreSentence(shown->quantized),
             scoreSentence(shown->latent), scoreSentence(floatStart));
}

} // namespace gridscope::ui
