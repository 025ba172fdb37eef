// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/group_panels.h"

#include "ui/chart/numbers.h"
#include "ui/chart/trade_view.h"
#include "ui/panel/picture_panel.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// Of a weight, over all layers; nothing during float pre-training.
std::optional<double> meanBits(const run::History& history, std::int64_t step)
{
    const run::SnapshotPtr snapshot = history.snapshotAt(step);
    if (!snapshot || !snapshot->quantized) { return std::nullopt; }
    const auto& layers = history.start().layers;
    double bits = 0, weights = 0;
    for (std::size_t i = 0; i < std::min(layers.size(), snapshot->layers.size()); ++i) {
        bits += snapshot->layers[i].storedBits() * double(layers[i].parameters);
        weights += double(layers[i].parameters);
    }
    return weights > 0 ? std::optional(bits / weights) : std::nullopt;
}

} // namespace

// Mean bits of a weight against accuracy, as the run went.
class TradePanel final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::TradePanel)
public:
    using Picture = TradeView;
    static QString draw(TradeView& picture, const run::History& history, const View& view);
    static QString emptyText(const run::History& history)
    {
        return history.hasStarted() ? tr("Waiting for the first evaluation.")
                                    : noRunText(history, tr("No run yet. Here bits will be weighed against accuracy."));
    }
};

QString TradePanel::draw(TradeView& picture, const run::History& history, const View& view)
{
    std::vector<TradeView::Place> places;
    std::size_t shown = 0;
    for (const run::Evaluation& evaluation : history.evaluations()) {
        if (evaluation.set != "validation" || !evaluation.quantized) { continue; }
        const auto bits = meanBits(history, evaluation.step);
        if (!bits || !std::isfinite(evaluation.quantized->accuracy)) { continue; }
        places.push_back({double(evaluation.step), *bits, evaluation.quantized->accuracy});
        shown += !view.step || evaluation.step <= *view.step ? 1 : 0;
    }
    const auto start = history.hasStarted() ? history.floatStart("validation") : std::nullopt;
    const QString sentence =
        shown == 0 ? QString()
                   : tr("At step %1 %2 bits of a weight on average and an accuracy of %3.")
                         .arg(numberText(places[shown - 1].step, 0), numberText(places[shown - 1].bits, 2),
                              accuracyText(places[shown - 1].accuracy));
    const QString now =
        shown == 0
            ? QString()
            : tr("%1 bits, %2").arg(numberText(places[shown - 1].bits, 2), accuracyText(places[shown - 1].accuracy));
    picture.display(std::move(places), shown, start ? std::optional(start->accuracy) : std::nullopt,
                    {tr("accuracy over mean bits: %1").arg(now), now});
    return sentence;
}

std::unique_ptr<Panel> makeTradePanel() { return std::make_unique<PicturePanel<TradePanel>>(); }

} // namespace gridscope::ui
