// SPDX-License-Identifier: GPL-3.0-or-later
// Where things are in the histogram: rows of text, bars above the base line, sticks below it. Plain arithmetic.
// Units  : pixels of the widget, weights, shares of the layer's weights.
#pragma once

#include "ui/chart/pixels.h"

#include <QFontMetricsF>
#include <QRectF>

#include <cstdint>
#include <vector>

namespace gridscope::ui {

enum class HistogramScale { Linear, SquareRoot, Logarithmic };

struct HistogramAxes {
    QRectF legendRow;   // on top, only where two layers are laid over each other: outside of what they cover
    QRectF plot;        // between the two rows of numbers
    QRectF codeRow;     // above: grid point n
    QRectF valueRow;    // below: alpha * n
    QRectF capRow;      // below that: what lies outside, and the axis' name
    QRectF captionBand; // top of the plot, kept free of bars
    QRectF upper;       // bars grow from its bottom
    QRectF lower;       // sticks grow from its top
    double low = 0;     // weights at the plot's left and right edge
    double high = 1;
    double latentTop = 1; // shares at the far ends of `upper` and `lower`
    double quantizedTop = 1;
    HistogramScale scale = HistogramScale::SquareRoot;
    double parameters = 1; // the logarithm counts weights, so that one weight is still to be seen

    // `numbersWidth`: of the widest share beside the axis, when that is more than usual.
    void layOut(const QSizeF& size, const QFontMetricsF& metrics, double numbersWidth = 0, bool hasLegend = false);
    double x(double weight) const { return pixelBetween(weight, low, high, plot.left(), plot.right()); }
    double weightAt(double x) const { return low + (x - plot.left()) / plot.width() * (high - low); }
    double baseline() const { return upper.bottom(); }
    double barTop(double share) const { return upper.bottom() - upper.height() * heightOf(share, latentTop); }
    double stickEnd(double share) const { return lower.top() + lower.height() * heightOf(share, quantizedTop); }
    // 0 .. 1 of the available height.
    double heightOf(double share, double top) const;
};

struct ShareTick {
    double share = 0;
    double y = 0;
};
// Round shares from the far end of the region towards the base line, at least `distance` pixels apart.
std::vector<ShareTick> latentTicks(const HistogramAxes& axes, double distance);
std::vector<ShareTick> quantizedTicks(const HistogramAxes& axes, double distance);
// Every how many grid points a label fits: a power of two.
int labelStride(double pixelsPerCell, double labelWidth);

} // namespace gridscope::ui
