// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/decision_panel.h"

#include "ui/chart/numbers.h"

#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

std::vector<std::uint8_t> floatStartOf(const run::History& history)
{
    for (const run::Evaluation& evaluation : history.evaluations()) {
        if (evaluation.decisions && !evaluation.decisions->floatStart.empty()) {
            return evaluation.decisions->floatStart;
        }
    }
    return {};
}

const run::Evaluation* newest(const run::History& history, std::optional<std::int64_t> step)
{
    const run::Evaluation* found = nullptr;
    for (const run::Evaluation& evaluation : history.evaluations()) {
        if (evaluation.decisions && (!step || evaluation.step <= *step)) { found = &evaluation; }
    }
    return found;
}

QString planeShare(double share) { return numberText(100 * share, 1); }

} // namespace

DecisionPanel::DecisionPanel(QWidget* parent) : Panel(parent), view_(new DecisionView)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(view_);
    setFocusProxy(view_);
    refresh({}, {});
}

bool DecisionPanel::hasPlane(const run::History& history)
{
    const bool isToy = history.hasStarted() && run::isToy(history.start().config.data);
    return isToy || std::ranges::any_of(history.evaluations(), [](const run::Evaluation& e) {
               return e.decisions != nullptr;
           });
}

void DecisionPanel::refresh(const run::History& history, const View& view)
{
    const run::Evaluation* evaluation = newest(history, view.step);
    if (evaluation == nullptr) {
        summary_ = !history.hasStarted()
                       ? noRunText(history, tr("No run yet. Of 2-D data, the network's decisions will be here."))
                   : hasPlane(history)
                       ? tr("No evaluation so far: the decisions come with one.")
                       : tr("Decisions are shown for 2-D data: choose spirals, moons, circles, xor or checkerboard.");
        view_->setEmptyText(summary_);
        view_->clear();
        return describe(*this, *view_);
    }
    const auto floatStart = floatStartOf(history);
    view_->display(evaluation->decisions, floatStart);
    summary_ = tr("Decisions over the plane at step %1").arg(numberText(double(evaluation->step), 0));
    const double quantized = disagreement(evaluation->decisions->quantized, floatStart);
    const double latent = disagreement(evaluation->decisions->latent, floatStart);
    if (!std::isnan(quantized)) {
        summary_ += tr(": the quantized network differs from the float one on %1 % of it").arg(planeShare(quantized));
    }
    if (!std::isnan(latent)) { summary_ += tr(", with latent weights on %1 %").arg(planeShare(latent)); }
    summary_ += QLatin1Char('.');
    describe(*this, *view_);
}

} // namespace gridscope::ui
