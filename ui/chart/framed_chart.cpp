// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/framed_chart.h"

#include <algorithm>

namespace gridscope::ui {

FramedChart::FramedChart(QWidget* parent) : ChartWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize FramedChart::sizeHint() const { return {36 * fontMetrics().averageCharWidth(), 11 * fontMetrics().height()}; }
QSize FramedChart::minimumSizeHint() const
{
    return {14 * fontMetrics().averageCharWidth(), 5 * fontMetrics().height()};
}

QRectF FramedChart::plot() const
{
    const double line = QFontMetricsF(font()).height(), inset = line / 2 + strokeWidth(2);
    const QRectF inside = QRectF(rect()).adjusted(inset, 1.5 * line, -inset, -1.4 * line);
    return {inside.topLeft(), inside.size().expandedTo({2, 2})};
}

void FramedChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (isEmpty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        const QRectF picture = plot();
        painter.save();
        painter.setClipRect(picture);
        paintPlot(painter, picture);
        painter.restore();
        painter.setPen(QPen(theme().axis, strokeWidth(1)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(picture.adjusted(-0.5, -0.5, 0.5, 0.5));
        paintAbove(painter, picture);
        paintWords(painter, picture);
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void FramedChart::paintWords(QPainter& painter, const QRectF& picture)
{
    const Words said = words();
    const QFontMetricsF metrics(font());
    const double below = picture.bottom() + strokeWidth(2), above = picture.top() - 1.2 * metrics.height();
    const auto fits = [&](const QString& text) { return metrics.horizontalAdvance(text) <= picture.width(); };
    const auto title = std::ranges::find_if(said.titles, fits);
    if (title != said.titles.end()) {
        lettering_.draw(painter, textRect(metrics, *title, picture.left(), above, Anchor::Left), *title, theme().text);
    }
    const auto put = [&](const QString& text, double x, double y, Anchor anchor) {
        if (text.isEmpty() || !fits(text)) { return; }
        lettering_.draw(painter, textRect(metrics, text, x, y, anchor), text, theme().faintText);
    };
    put(said.left, picture.left(), below, Anchor::Left);
    put(said.right, picture.right(), below, Anchor::Right);
    put(said.middle, picture.center().x(), below, Anchor::Centre);
    put(said.top, picture.left() + 4, picture.top() + 2, Anchor::Left);
    put(said.bottom, picture.left() + 4, picture.bottom() - metrics.height() - 2, Anchor::Left);
}

} // namespace gridscope::ui
