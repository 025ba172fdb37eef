// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/histogram_axes.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace gridscope::ui {

namespace {

std::vector<ShareTick> ticksFor(double top, double distance, double baseline, const std::function<double(double)>& yOf)
{
    std::vector<ShareTick> ticks;
    double lastY = std::numeric_limits<double>::infinity();
    const double power = std::pow(10.0, std::floor(std::log10(std::max(top, 1e-12))));
    for (double decade = power; decade > power * 1e-7; decade /= 10) {
        for (const double mantissa : {5.0, 2.0, 1.0}) {
            const double share = mantissa * decade;
            if (share > top * (1 + 1e-9)) { continue; }
            const double y = yOf(share);
            const bool fits = std::abs(y - baseline) >= distance && std::abs(y - lastY) >= distance;
            if (!fits) { continue; }
            ticks.push_back({share, y});
            lastY = y;
        }
    }
    return ticks;
}

} // namespace

void HistogramAxes::layOut(const QSizeF& size, const QFontMetricsF& metrics, double numbersWidth, bool hasLegend)
{
    const double line = std::ceil(metrics.height());
    const double gap = std::ceil(line / 4);
    // Room for the widest share that occurs, whatever is shown now: plots must not shift when a label grows.
    const double usual = metrics.horizontalAdvance(QStringLiteral("88.8 %"));
    const double left = std::ceil(std::max(usual, numbersWidth)) + 2 * gap;
    const double right = std::ceil(line);
    legendRow = {gap, gap, std::max(1.0, size.width() - 2 * gap), hasLegend ? line : 0};
    codeRow = {left, hasLegend ? legendRow.bottom() : gap, std::max(1.0, size.width() - left - right), line};
    capRow = {gap, size.height() - line - gap, std::max(1.0, size.width() - 2 * gap), line};
    valueRow = {left, capRow.top() - line - gap / 2, codeRow.width(), line};
    plot = {left, codeRow.bottom() + gap / 2, codeRow.width(), 0};
    plot.setBottom(std::max(plot.top() + 2, valueRow.top() - gap));
    captionBand = {plot.left(), plot.top() + gap / 2, plot.width(), line};
    const double lowerCaption = line + 2 * gap; // and room for the heads of the sticks
    const double barsTop = std::min(captionBand.bottom() + gap, plot.bottom() - 2);
    const double sticksEnd = std::max(barsTop + 2, plot.bottom() - lowerCaption);
    const double split = std::floor(barsTop + 0.62 * (sticksEnd - barsTop));
    upper = {plot.left(), barsTop, plot.width(), split - barsTop};
    lower = {plot.left(), split, plot.width(), sticksEnd - split};
}

double HistogramAxes::heightOf(double share, double top) const
{
    if (!(share > 0) || !(top > 0)) { return 0; }
    double height = share / top;
    if (scale == HistogramScale::SquareRoot) { height = std::sqrt(height); }
    if (scale == HistogramScale::Logarithmic) {
        height = std::log1p(share * parameters) / std::log1p(std::max(1e-9, top * parameters));
    }
    return std::min(height, 1.0);
}

std::vector<ShareTick> latentTicks(const HistogramAxes& axes, double distance)
{
    return ticksFor(axes.latentTop, distance, axes.baseline(), [&](double share) { return axes.barTop(share); });
}

std::vector<ShareTick> quantizedTicks(const HistogramAxes& axes, double distance)
{
    return ticksFor(axes.quantizedTop, distance, axes.baseline(), [&](double share) { return axes.stickEnd(share); });
}

int labelStride(double pixelsPerCell, double labelWidth)
{
    int stride = 1;
    while (stride < 1024 && stride * pixelsPerCell < labelWidth) { stride *= 2; }
    return stride;
}

} // namespace gridscope::ui
