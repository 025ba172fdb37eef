// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/accuracy_panel.h"

#include "core/run/collapse.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/describe.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

QString percentText(double percent, double resolution) { return valueText(percent, resolution); }

// In percent, with gaps where evaluations are missing.
run::Curve accuracies(const run::History& history, std::string_view set, run::Weights weights)
{
    if (!history.hasStarted()) { return {}; }
    run::Curve curve = run::accuracyCurve(history.evaluations(), set, weights);
    for (run::Point& point : curve) { point.y *= 100; }
    return run::withGaps(std::move(curve), 2.0 * std::max(1, history.start().config.evaluateEvery));
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
    const auto latent = accuracies(history, set, run::Weights::Latent);
    const auto quantized = accuracies(history, set, run::Weights::Quantized);
    std::vector<LineChart::Style> curves = {{tr("latent"), [](const Theme& t) { return t.latent; }, {5, 3}, 2},
                                            {tr("quantized"), [](const Theme& t) { return t.quantized; }, {}, 2.5}};
    if (view.other != nullptr) { curves.push_back(otherRunStyle(view.otherName)); }
    chart_->setCurves(curves);
    chart_->replace(0, latent);
    chart_->replace(1, quantized);
    const auto floatStart = history.floatStart(set);
    const bool isKnown = floatStart && std::isfinite(floatStart->accuracy);
    const auto reference = isKnown ? std::optional(100 * floatStart->accuracy) : std::nullopt;
    chart_->setReference(reference, tr("float %1").arg(floatStart ? accuracyText(floatStart->accuracy) : QString()));
    const run::Evaluation* last = history.lastEvaluation(set);
    if (last == nullptr) { return {}; }
    const QString name = setName(*last);
    chart_->setTitles({tr("accuracy (%), %1").arg(name), tr("%, %1").arg(name), tr("accuracy (%)")}, tr("step"));
    auto all = latent;
    all.insert(all.end(), quantized.begin(), quantized.end());
    if (reference) { all.push_back({0, *reference}); }
    if (view.other != nullptr) {
        const auto other = accuracies(*view.other, set, run::Weights::Quantized);
        chart_->replace(2, other);
        all.insert(all.end(), other.begin(), other.end());
    }
    std::erase_if(all, [](const run::Point& point) { return !std::isfinite(point.y); });
    if (!all.empty()) {
        const auto [low, high] = std::ranges::minmax(all, {}, &run::Point::y);
        chart_->fitValues(low.y, high.y, {0, 100});
    }
    const run::Evaluation* shown = view.step ? history.evaluationAt(set, *view.step) : last;
    if (shown == nullptr) {
        return tr("Accuracy on %1 was not measured yet at step %2.")
            .arg(name, numberText(static_cast<double>(*view.step), 0));
    }
    QString sentence =
        tr("Accuracy on %1 at step %2: quantized %3, latent %4, float start %5.")
            .arg(setName(*shown), numberText(static_cast<double>(shown->step), 0), scoreSentence(shown->quantized),
                 scoreSentence(shown->latent), scoreSentence(floatStart));
    const run::Evaluation* other = view.other != nullptr ? view.other->evaluationAt(set, shown->step) : nullptr;
    if (other != nullptr) { sentence += tr(" %1: quantized %2.").arg(view.otherName, scoreSentence(other->quantized)); }
    if (run::isGuessing(history, set, shown->step)) { sentence += tr(" That is as good as guessing."); }
    return sentence;
}

} // namespace gridscope::ui
