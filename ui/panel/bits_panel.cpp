// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/bits_panel.h"

#include "core/method/methods.h"
#include "core/settings/settings.h"
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"
#include "ui/panel/describe.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// Lines of equal bits would hide each other: each layer's lies a little beside the whole number.
double offsetOf(std::size_t layer, std::size_t layers)
{
    constexpr double most = 0.24;
    return layers < 2 ? 0 : most * (0.5 - static_cast<double>(layer) / static_cast<double>(layers - 1));
}

QString bitsText(double value, double) { return numberText(std::round(value), 0); }

// Fractions of bits, as those of groups are on average, lie where they lie.
QString fractionText(double value, double) { return numberText(value, 2); }

} // namespace

BitsPanel::BitsPanel(QWidget* parent) : ChartPanel(parent)
{
    chart_->setTitles({tr("bits per weight"), tr("bits")}, tr("step"));
    chart_->setValueFormat(bitsText);
    chart_->setWholeValues(true);
    chart_->setJoinedEnds(true);
    showEmpty();
}

QString BitsPanel::emptyText(const run::History& history) const
{
    if (!history.hasStarted()) {
        return noRunText(history, tr("No run yet. Here every layer will show its bit-length."));
    }
    return run::methodOf(run::settingsAt(history)).traits.isFloat
               ? tr("Full precision: no layer has a bit-length.")
               : tr("No bit-length yet: quantized training has not begun.");
}

QString BitsPanel::draw(const run::History& history, const View&)
{
    const std::size_t layers = history.hasStarted() ? history.start().layers.size() : 0;
    std::vector<LineChart::Style> styles;
    for (std::size_t i = 0; i < layers; ++i) {
        const auto color = [i](const Theme& t) { return layerColor(t, i); };
        styles.push_back({QString::fromStdString(history.start().layers[i].name), color, layerDashes(i), 2.5});
    }
    chart_->setCurves(std::move(styles));
    double most = 0;
    double least = 32;
    bool areFixed = true, areWhole = true;
    std::vector<run::Curve> curves;
    for (std::size_t i = 0; i < layers; ++i) {
        auto curve = run::bitsCurve(history.snapshots(), i, history.longestStretch());
        for (const run::Point& p : curve) {
            if (!std::isfinite(p.y)) { continue; }
            most = std::max(most, p.y);
            least = std::min(least, p.y);
            areFixed = areFixed && p.y == curve.front().y;
            areWhole = areWhole && p.y == std::round(p.y);
        }
        curves.push_back(std::move(curve));
    }
    chart_->setValueFormat(areWhole ? bitsText : fractionText);
    for (std::size_t i = 0; i < layers; ++i) {
        for (run::Point& p : curves[i]) { p.y += areWhole ? offsetOf(i, layers) : 0; }
        chart_->replace(i, std::move(curves[i]));
    }
    if (most == 0) { return {}; }
    chart_->setValueRange(0, std::max(4.0, most + 1));
    const QStringList fixed{tr("bits per weight · Bits are fixed."), tr("Bits are fixed."), tr("bits")};
    chart_->setTitles(areFixed ? fixed : QStringList{tr("bits per weight"), tr("bits")}, tr("step"));
    if (areFixed) {
        return least == most ? tr("Bits are fixed: %1 in every layer.").arg(most)
                             : tr("Bits are fixed: %1 to %2.").arg(least).arg(most);
    }
    return tr("Bits per weight lie between %1 and %2 over the run.").arg(least).arg(most);
}

} // namespace gridscope::ui
