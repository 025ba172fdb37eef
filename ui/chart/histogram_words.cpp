// SPDX-License-Identifier: GPL-3.0-or-later
// The words and numbers in the histogram: codes and values below, captions, the legend, what lies outside, the cursor's readout.
#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/histogram_view.h"
#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {

void HistogramView::paintCodesAndValues(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const run::Levels levels = run::levelsOf(*state());
    const double cell = cellPixels();
    const double space = metrics.horizontalAdvance(QLatin1Char(' ')) * 2;
    const double nameWidth = metrics.horizontalAdvance(pointName(levels, 0)) + space;
    const double valueWidth = metrics.horizontalAdvance(valueText(levels.point(0), levels.narrowest() / 10)) + space;
    // Free points have no common distance: a name is left out where there is no room beside the one before it.
    const int nameStride = levels.isUniform() ? labelStride(cell, nameWidth) : 1;
    const int valueStride = levels.isUniform() ? labelStride(cell, valueWidth) : 1;
    const double resolution = levels.narrowest() * valueStride / 20;
    const QColor color = isInForce() ? theme().text : theme().faintText;
    for (int i = 0; i < levels.size(); ++i) {
        const int n = levels.code(i);
        const double x = axes_.x(levels.point(i));
        if (x < axes_.plot.left() || x > axes_.plot.right()) { continue; }
        if (n % nameStride == 0) {
            const QString name = pointName(levels, i);
            lettering_.draw(painter, textRect(metrics, name, x, axes_.codeRow.top(), Anchor::Centre), name, color);
        }
        if (n % valueStride == 0) {
            const QString text = valueText(levels.point(i), resolution);
            const QRectF rect = textRect(metrics, text, x, axes_.valueRow.top(), Anchor::Centre);
            lettering_.draw(painter, movedInside(rect, strokeWidth(3), width() - strokeWidth(3)), text,
                            theme().faintText);
        }
    }
    const QString title = pointsTitle(levels);
    const QRectF place =
        textRect(metrics, title, axes_.plot.left() - metrics.height() / 3, axes_.codeRow.top(), Anchor::Right);
    lettering_.draw(painter, movedInside(place, strokeWidth(3), width() - strokeWidth(3)), title, theme().faintText);
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
    const QFontMetricsF metrics(font());
    const double inset = metrics.height() / 3;
    const double left = axes_.plot.left() + inset;
    // The longest wording that fits; the first text of a frame is the most important one.
    const auto caption = [&](const QStringList& wordings, double y) {
        for (const QString& text : wordings) {
            const QRectF rect = textRect(metrics, text, left, y, Anchor::Left);
            if (rect.right() + inset > axes_.plot.right() || !lettering_.isFree(rect)) { continue; }
            lettering_.drawPill(painter, rect, text, theme().faintText, theme().surface);
            return;
        }
    };
    for (const QString& zero : {zeroText(), tr("zero: %1").arg(shareText(state()->zeroShare))}) {
        if (zero.isEmpty() || !isInForce()) { break; }
        const QRectF rect = textRect(metrics, zero, axes_.x(0), axes_.captionBand.top(), Anchor::Centre);
        if (rect.width() + 2 * inset > axes_.plot.width()) { continue; }
        lettering_.drawPill(painter, movedInside(rect, axes_.plot.left() + inset, axes_.plot.right()), zero,
                            theme().text, theme().surface);
        break;
    }
    const double lowerY = axes_.plot.bottom() - metrics.height() - 1;
    const double upperY = axes_.captionBand.top();
    // The name of the share axis stands with what is above and below it.
    const QString axis = shareAxisText();
    const QString brief = shortShareAxisText();
    if (isInForce()) {
        caption({tr("latent weights per bin: %1").arg(axis), tr("latent: %1").arg(axis), tr("latent: %1").arg(brief),
                 brief},
                upperY);
        caption({tr("quantized weights per grid point: %1").arg(axis), tr("quantized: %1").arg(axis),
                 tr("quantized: %1").arg(brief), tr("quantized")},
                lowerY);
    } else {
        caption(
            {tr("float weights per bin: %1").arg(axis), tr("float: %1").arg(axis), tr("float: %1").arg(brief), brief},
            upperY);
        caption({tr("no grid in force yet: weights may take any value"), tr("no grid in force yet"), tr("no grid yet")},
                lowerY);
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
