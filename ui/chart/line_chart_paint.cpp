// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of the line chart that is neither a curve nor its name: numbers, marks, cursors, readout.
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

std::vector<double> LineChart::valueTicks() const
{
    const double line = QFontMetricsF(font()).height();
    const int most = std::max(2, static_cast<int>(plot_.height() / line / 1.8));
    auto ticks = niceTicks(values_->min(), values_->max(), most);
    if (wholeValues_) {
        std::erase_if(ticks, [](double v) { return std::abs(v - std::round(v)) > 1e-6; });
    }
    return ticks;
}

// What the widest number needs, and air to the edge and its focus ring. As little as "88.8" takes would let plots jump.
double LineChart::leftRoom() const
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const auto ticks = valueTicks();
    const double resolution = ticks.size() > 1 ? ticks[1] - ticks[0] : 0;
    double widest = metrics.horizontalAdvance(QStringLiteral("88.8"));
    for (const double value : ticks) {
        widest = std::max(widest, metrics.horizontalAdvance(format_(value, resolution)));
    }
    return std::ceil(widest + line * 0.8) + 1;
}

void LineChart::drawBackground(QPainter* painter, const QRectF&)
{
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->fillRect(QRectF(viewport()->rect()), theme().surface);
    if (isEmpty()) { return; }
    if (shadedUntil_ && *shadedUntil_ > steps_->min()) {
        const double right = std::min(plot_.right(), pixelOf(*shadedUntil_, 0).x());
        painter->fillRect(QRectF(plot_.topLeft(), QPointF(right, plot_.bottom())), theme().window);
    }
    for (const double value : theme().isProjected ? std::vector<double>() : valueTicks()) { // bold, they would be bars
        const double y = std::floor(pixelOf(0, value).y());
        painter->fillRect(QRectF(plot_.left(), y, plot_.width(), 1), theme().mesh);
    }
    painter->setRenderHint(QPainter::Antialiasing);
}

void LineChart::drawForeground(QPainter* painter, const QRectF&)
{
    lettering_.clear();
    painter->setFont(font());
    painter->setRenderHint(QPainter::Antialiasing, false);
    if (isEmpty()) {
        drawEmptyText(*painter, viewport()->rect(), emptyText_);
    } else {
        painter->fillRect(QRectF(plot_.left(), std::floor(plot_.bottom()), plot_.width(), strokeWidth(1)),
                          theme().axis);
        drawNumbers(*painter);
        drawEndLabels(*painter);
        drawReference(*painter);
        drawMarks(*painter);
        drawReadout(*painter);
    }
    if (hasFocus()) { drawFocusRing(*painter, viewport()->rect()); }
}

void LineChart::drawNumbers(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const double room = width() - line;
    QString title = yTitle_.isEmpty() ? QString() : metrics.elidedText(yTitle_.last(), Qt::ElideRight, room);
    for (const QString& wording : yTitle_) {
        if (metrics.horizontalAdvance(wording) > room) { continue; }
        title = wording;
        break;
    }
    lettering_.draw(painter, textRect(metrics, title, line / 3, line * 0.2, Anchor::Left), title, theme().faintText);
    const QRectF xTitle = textRect(metrics, xTitle_, width() - line / 3, plot_.bottom() + line / 4, Anchor::Right);
    lettering_.draw(painter, xTitle, xTitle_, theme().faintText);
    const auto values = valueTicks();
    const double resolution = values.size() > 1 ? values[1] - values[0] : 0;
    for (const double value : values) {
        const double y = pixelOf(0, value).y();
        const QString text = format_(value, resolution);
        lettering_.draw(painter, textRect(metrics, text, plot_.left() - line / 3, y - line / 2, Anchor::Right), text,
                        theme().faintText);
    }
    for (const double step : stepTicks(steps_->min(), steps_->max(), static_cast<int>(plot_.width() / line / 3))) {
        const double x = pixelOf(step, 0).x();
        painter.fillRect(QRectF(std::floor(x), plot_.bottom(), strokeWidth(1), strokeWidth(4)), theme().axis);
        const QString text = numberText(step, 0);
        const QRectF rect = textRect(metrics, text, x, plot_.bottom() + line / 4, Anchor::Centre);
        lettering_.draw(painter, movedInside(rect, strokeWidth(3), width() - strokeWidth(3)), text, theme().faintText);
    }
}

void LineChart::drawVertical(QPainter& painter, double step, const QPen& pen) const
{
    const double x = std::floor(pixelOf(step, 0).x()) + 0.5;
    if (!(x >= plot_.left() && x <= plot_.right() + 1)) { return; }
    painter.setPen(pen);
    painter.drawLine(QPointF(x, plot_.top()), QPointF(x, plot_.bottom()));
}

void LineChart::drawReference(QPainter& painter)
{
    if (!reference_ || !(*reference_ >= values_->min() && *reference_ <= values_->max())) { return; }
    const QFontMetricsF metrics(font());
    const double y = std::floor(pixelOf(0, *reference_).y()) + 0.5;
    QPen pen(theme().reference, strokeWidth(1.5), Qt::CustomDashLine);
    pen.setDashPattern({1, 3});
    painter.setPen(pen);
    painter.drawLine(QPointF(plot_.left(), y), QPointF(plot_.right(), y));
    if (referenceText_.isEmpty()) { return; }
    const double line = metrics.height();
    for (const double top : {y - line - 1, y + 2}) { // above the line, else below it
        const QRectF rect = textRect(metrics, referenceText_, plot_.left() + line / 3, top, Anchor::Left);
        if (lettering_.draw(painter, rect, referenceText_, theme().text)) { return; }
    }
}

void LineChart::drawMarks(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    for (const Mark& mark : marks_) {
        drawVertical(painter, mark.step, QPen(theme().axis, strokeWidth(1), Qt::DashLine));
        const double x = pixelOf(mark.step, 0).x();
        if (mark.text.isEmpty() || !(x >= plot_.left() && x <= plot_.right())) { continue; }
        const QRectF rect = textRect(metrics, mark.text, x + line / 4, plot_.top(), Anchor::Left);
        if (rect.right() <= width()) { lettering_.draw(painter, rect, mark.text, theme().faintText); }
    }
    if (shadedUntil_ && !shadedText_.isEmpty()) {
        const QRectF rect = textRect(metrics, shadedText_, plot_.left() + line / 4, plot_.top(), Anchor::Left);
        const bool fits = rect.right() < pixelOf(*shadedUntil_, 0).x();
        if (fits) { lettering_.draw(painter, rect, shadedText_, theme().faintText); }
    }
    if (cursor_) { drawVertical(painter, *cursor_, QPen(theme().text, strokeWidth(1.5))); }
}

std::optional<double> LineChart::valueOf(const Curve& curve, double step) const
{
    const auto after = std::ranges::upper_bound(curve.points, step, {}, &run::Point::x);
    if (after == curve.points.begin() || !std::isfinite(std::prev(after)->y)) { return std::nullopt; }
    return std::prev(after)->y;
}

// The values of all curves at the step under the mouse, read anew with every frame.
void LineChart::drawReadout(QPainter& painter)
{
    if (!mouse_ || !plot_.contains(*mouse_)) { return; }
    const QFontMetricsF metrics(font());
    const double step = stepAt(mouse_->x());
    QStringList parts{tr("step %1").arg(numberText(std::round(step), 0))};
    for (const Curve& curve : curves_) {
        const auto value = valueOf(curve, step);
        if (!value || curve.style.name.isEmpty()) { continue; }
        const double resolution = (values_->max() - values_->min()) / 500;
        parts << curve.style.name + QStringLiteral(" ") + format_(*value, resolution);
    }
    drawVertical(painter, step, QPen(theme().text, strokeWidth(1)));
    lettering_.drawReadout(painter, parts.join(QStringLiteral(" · ")), mouse_->x(), metrics.height() * 0.2, width());
}

} // namespace gridscope::ui
