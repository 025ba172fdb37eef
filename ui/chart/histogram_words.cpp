// SPDX-License-Identifier: GPL-3.0-or-later
// The words and numbers in the histogram: codes and values below, captions, the legend, what lies outside, the cursor's readout.
#include "ui/chart/histogram_view.h"

#include "core/run/levels.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void HistogramView::paintCodesAndValues(QPainter& painter)
{
    const run::LayerState& s = *state();
    const QFontMetricsF metrics(font());
    const run::Levels levels = run::levelsOf(s);
    const double cell = cellPixels();
    const double space = metrics.horizontalAdvance(QLatin1Char(' ')) * 2;
    const double codeWidth = metrics.horizontalAdvance(codeText(s.low)) + space;
    const double valueWidth = metrics.horizontalAdvance(valueText(levels.point(0), levels.narrowest() / 10)) + space;
    const int codeStride = labelStride(cell, codeWidth);
    const int valueStride = labelStride(cell, valueWidth);
    const double resolution = levels.narrowest() * valueStride / 20;
    const QColor color = isInForce() ? theme().text : theme().faintText;
    for (int i = 0; i < levels.size(); ++i) {
        const int n = levels.code(i);
        const double x = axes_.x(levels.point(i));
        if (x < axes_.plot.left() || x > axes_.plot.right()) { continue; }
        if (n % codeStride == 0) {
            lettering_.draw(painter, textRect(metrics, codeText(n), x, axes_.codeRow.top(), Anchor::Centre),
                            codeText(n), color);
        }
        if (n % valueStride == 0) {
            const QString text = valueText(levels.point(i), resolution);
            const QRectF rect = textRect(metrics, text, x, axes_.valueRow.top(), Anchor::Centre);
            lettering_.draw(painter, movedInside(rect, strokeWidth(3), width() - strokeWidth(3)), text,
                            theme().faintText);
        }
    }
    const QRectF title =
        textRect(metrics, tr("code"), axes_.plot.left() - metrics.height() / 3, axes_.codeRow.top(), Anchor::Right);
    lettering_.draw(painter, movedInside(title, strokeWidth(3), width() - strokeWidth(3)), tr("code"),
                    theme().faintText);
}

// Above everything, so that it covers no peak.
void HistogramView::paintLegend(QPainter& painter)
{
    shownLegend_.clear();
    if (otherState() == nullptr) { return; }
    const QFontMetricsF metrics(font());
    for (const QString& wording : legend_) {
        const bool isLast = wording == legend_.last();
        if (!isLast && metrics.horizontalAdvance(wording) > axes_.legendRow.width()) { continue; }
        shownLegend_ = metrics.elidedText(wording, Qt::ElideMiddle, axes_.legendRow.width());
        const QRectF rect =
            textRect(metrics, shownLegend_, axes_.legendRow.center().x(), axes_.legendRow.top(), Anchor::Centre);
        lettering_.draw(painter, movedInside(rect, axes_.legendRow.left(), axes_.legendRow.right()), shownLegend_,
                        theme().text);
        return;
    }
}

void HistogramView::paintEnds(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const auto color = [](std::uint64_t count) { return count > 0 ? theme().text : theme().faintText; };
    const QRectF& row = axes_.capRow;
    lettering_.draw(painter, textRect(metrics, belowText(), row.left(), row.top(), Anchor::Left), belowText(),
                    color(state()->below));
    lettering_.draw(painter, textRect(metrics, aboveText(), row.right(), row.top(), Anchor::Right), aboveText(),
                    color(state()->above));
    const QString name = tr("weight value");
    lettering_.draw(painter, textRect(metrics, name, axes_.plot.center().x(), row.top(), Anchor::Centre), name,
                    theme().faintText);
}

void HistogramView::paintCaptions(QPainter& painter)
{
    paintZero(painter);
    const double lowerY = axes_.plot.bottom() - QFontMetricsF(font()).height() - 1;
    const double upperY = axes_.captionBand.top();
    // The name of the share axis stands with what is above and below it.
    const QString axis = shareAxisText();
    const QString brief = shortShareAxisText();
    if (isInForce()) {
        paintCaption(painter, upperY,
                     {tr("latent weights per bin: %1").arg(axis), tr("latent: %1").arg(axis),
                      tr("latent: %1").arg(brief), brief});
        paintCaption(painter, lowerY,
                     {tr("quantized weights per grid point: %1").arg(axis), tr("quantized: %1").arg(axis),
                      tr("quantized: %1").arg(brief), tr("quantized")});
    } else {
        paintCaption(
            painter, upperY,
            {tr("float weights per bin: %1").arg(axis), tr("float: %1").arg(axis), tr("float: %1").arg(brief), brief});
        paintCaption(
            painter, lowerY,
            {tr("no grid in force yet: weights may take any value"), tr("no grid in force yet"), tr("no grid yet")});
    }
}

// How many weights are zero, over the zero.
void HistogramView::paintZero(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double inset = metrics.height() / 3;
    for (const QString& zero : {zeroText(), tr("zero: %1").arg(shareText(state()->zeroShare))}) {
        if (zero.isEmpty() || !isInForce()) { return; }
        const QRectF rect = textRect(metrics, zero, axes_.x(0), axes_.captionBand.top(), Anchor::Centre);
        if (rect.width() + 2 * inset > axes_.plot.width()) { continue; }
        lettering_.drawPill(painter, movedInside(rect, axes_.plot.left() + inset, axes_.plot.right()), zero,
                            theme().text, theme().surface);
        return;
    }
}

// The longest wording that fits; the first text of a frame is the most important one.
void HistogramView::paintCaption(QPainter& painter, double y, const QStringList& wordings)
{
    const QFontMetricsF metrics(font());
    const double inset = metrics.height() / 3;
    for (const QString& text : wordings) {
        const QRectF rect = textRect(metrics, text, axes_.plot.left() + inset, y, Anchor::Left);
        if (rect.right() + inset > axes_.plot.right() || !lettering_.isFree(rect)) { continue; }
        lettering_.drawPill(painter, rect, text, theme().faintText, theme().surface);
        return;
    }
}

void HistogramView::paintCursor(QPainter& painter)
{
    const QString text = readout();
    if (text.isEmpty()) { return; }
    double x = mouse_ ? mouse_->x() : axes_.plot.center().x();
    if (const auto bin = cursorBin()) {
        const double left = snapped(axes_.x(binEdge(*bin)));
        const double right = std::max(snapped(axes_.x(binEdge(*bin + 1))), left + 1);
        const double top = axes_.barTop(share(state()->histogram[static_cast<std::size_t>(*bin)]));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme().text, strokeWidth(2)));
        if (!stickUnderMouse()) { painter.drawRect(QRectF(left, top, right - left, axes_.baseline() - top)); }
        x = (left + right) / 2;
    }
    lettering_.drawReadout(painter, text, x, axes_.captionBand.top(), width());
}

} // namespace gridscope::ui
