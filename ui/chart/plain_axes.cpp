// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/plain_axes.h"

#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int mostTicks = 6;

void drawTick(QPainter& painter, Lettering& lettering, const QRectF& place, const QString& text)
{
    lettering.draw(painter, place, text, theme().faintText);
}

} // namespace

void PlainAxes::layOut(const QSize& size, const QFont& font)
{
    const QFontMetricsF metrics(font);
    const double line = metrics.height();
    const double numbers = metrics.horizontalAdvance(valueText(top, (top - bottom) / 20)) + line;
    plot = QRectF(numbers, 1.5 * line, std::max(4.0, size.width() - numbers - line / 2),
                  std::max(4.0, size.height() - 4 * line));
}

QPointF PlainAxes::pixelOf(const run::Point& point) const
{
    return {plot.left() + (point.x - left) / (right - left) * plot.width(),
            plot.bottom() - (point.y - bottom) / (top - bottom) * plot.height()};
}

void PlainAxes::paint(QPainter& painter, Lettering& lettering, const QString& xTitle, const QString& yTitle) const
{
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    for (const double y : niceTicks(bottom, top, mostTicks)) {
        const double at = pixelOf({left, y}).y();
        painter.setPen(QPen(theme().mesh, strokeWidth(1)));
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        const QString text = valueText(y, (top - bottom) / 20);
        drawTick(painter, lettering, textRect(metrics, text, plot.left() - line / 3, at - line / 2, Anchor::Right),
                 text);
    }
    for (const double x : niceTicks(left, right, mostTicks)) {
        const QString text = valueText(x, (right - left) / 20);
        const double at = pixelOf({x, bottom}).x();
        drawTick(painter, lettering, textRect(metrics, text, at, plot.bottom() + line / 4, Anchor::Centre), text);
    }
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    lettering.draw(painter, textRect(metrics, yTitle, plot.left(), line / 4, Anchor::Left), yTitle, theme().text);
    lettering.draw(painter, textRect(metrics, xTitle, plot.right(), plot.bottom() + 1.3 * line, Anchor::Right), xTitle,
                   theme().text);
}

} // namespace gridscope::ui
