// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/point_curve.h"

#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr int mostTicks = 6;

double pointRadius() { return 2 * strokeWidth(2); } // a projector's, too

void drawTick(QPainter& painter, Lettering& lettering, const QRectF& place, const QString& text)
{
    lettering.draw(painter, place, text, theme().faintText);
}

} // namespace

PointCurve::PointCurve(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize PointCurve::sizeHint() const { return {36 * fontMetrics().averageCharWidth(), 12 * fontMetrics().height()}; }
QSize PointCurve::minimumSizeHint() const
{
    return {15 * fontMetrics().averageCharWidth(), 5 * fontMetrics().height()};
}

void PointCurve::display(Content content)
{
    content_ = std::move(content);
    chooseRanges();
    layOut();
    update();
}

// Of the points; the fit is cut off where it leaves them.
void PointCurve::chooseRanges()
{
    if (isEmpty()) { return; }
    bottom_ = top_ = content_.points.front().y;
    for (const run::Point& point : content_.points) {
        bottom_ = std::min(bottom_, point.y);
        top_ = std::max(top_, point.y);
    }
    if (content_.chosen) { bottom_ = std::min(bottom_, content_.chosen->y); }
    const double room = top_ > bottom_ ? 0.15 * (top_ - bottom_) : std::max(1e-6, std::abs(top_) / 10);
    bottom_ -= room;
    top_ += room;
    const double first = content_.points.front().x, last = content_.points.back().x;
    const double beside = last > first ? 0.05 * (last - first) : 0.5;
    left_ = first - beside;
    right_ = last + beside;
}

void PointCurve::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const double numbers = metrics.horizontalAdvance(valueText(top_, (top_ - bottom_) / 20)) + line;
    plot_ =
        QRectF(numbers, 1.5 * line, std::max(4.0, width() - numbers - line / 2), std::max(4.0, height() - 4 * line));
}

QPointF PointCurve::pixelOf(const run::Point& point) const
{
    return {plot_.left() + (point.x - left_) / (right_ - left_) * plot_.width(),
            plot_.bottom() - (point.y - bottom_) / (top_ - bottom_) * plot_.height()};
}

void PointCurve::paintAxes(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    for (const double y : niceTicks(bottom_, top_, mostTicks)) {
        const double at = pixelOf({left_, y}).y();
        painter.setPen(QPen(theme().mesh, strokeWidth(1)));
        painter.drawLine(QPointF(plot_.left(), at), QPointF(plot_.right(), at));
        const QString text = valueText(y, (top_ - bottom_) / 20);
        drawTick(painter, lettering_, textRect(metrics, text, plot_.left() - line / 3, at - line / 2, Anchor::Right),
                 text);
    }
    for (const double x : niceTicks(left_, right_, mostTicks)) {
        const QString text = valueText(x, (right_ - left_) / 20);
        const double at = pixelOf({x, bottom_}).x();
        drawTick(painter, lettering_, textRect(metrics, text, at, plot_.bottom() + line / 4, Anchor::Centre), text);
    }
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.drawLine(plot_.bottomLeft(), plot_.bottomRight());
    lettering_.draw(painter, textRect(metrics, content_.yTitle, plot_.left(), line / 4, Anchor::Left), content_.yTitle,
                    theme().text);
    lettering_.draw(painter,
                    textRect(metrics, content_.xTitle, plot_.right(), plot_.bottom() + 1.3 * line, Anchor::Right),
                    content_.xTitle, theme().text);
}

void PointCurve::paintFit(QPainter& painter) const
{
    QPolygonF line;
    for (const run::Point& point : content_.fit) { line << pixelOf(point); }
    painter.save();
    painter.setClipRect(plot_);
    painter.setPen(QPen(theme().reference, strokeWidth(2), Qt::DashLine));
    painter.drawPolyline(line);
    painter.restore();
}

void PointCurve::paintPoints(QPainter& painter) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().quantized);
    const double radius = pointRadius();
    for (const run::Point& point : content_.points) { painter.drawEllipse(pixelOf(point), radius, radius); }
}

// A ring, its line down to the axis and its name.
void PointCurve::paintChosen(QPainter& painter)
{
    if (!content_.chosen) { return; }
    const QPointF at = pixelOf(*content_.chosen);
    const QFontMetricsF metrics(font());
    const double radius = 1.75 * pointRadius();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().text, strokeWidth(2)));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(theme().text, strokeWidth(1), Qt::DotLine));
    painter.drawLine(at + QPointF(0, radius), QPointF(at.x(), plot_.bottom()));
    const QRectF place =
        textRect(metrics, content_.chosenName, at.x(), at.y() - radius - metrics.height(), Anchor::Centre);
    lettering_.draw(painter, movedInside(place, plot_.left(), plot_.right()), content_.chosenName, theme().text);
}

void PointCurve::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (isEmpty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        layOut();
        painter.setRenderHint(QPainter::Antialiasing);
        paintAxes(painter);
        paintFit(painter);
        paintPoints(painter);
        paintChosen(painter);
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, mouse_->x(), plot_.top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

QString PointCurve::readout() const
{
    if (!mouse_ || isEmpty() || !plot_.contains(*mouse_)) { return {}; }
    const auto distance = [&](const run::Point& point) { return std::abs(pixelOf(point).x() - mouse_->x()); };
    const auto nearest = std::ranges::min_element(content_.points, {}, distance);
    return QStringLiteral("%1 %2 · %3 %4")
        .arg(content_.pointName, valueText(nearest->x, (right_ - left_) / 100),
             valueText(nearest->y, (top_ - bottom_) / 200), content_.unit);
}

} // namespace gridscope::ui
