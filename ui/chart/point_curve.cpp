// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/point_curve.h"

#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

double pointRadius() { return 2 * strokeWidth(2); } // a projector's, too

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
    axes_.bottom = axes_.top = content_.points.front().y;
    for (const run::Point& point : content_.points) {
        axes_.bottom = std::min(axes_.bottom, point.y);
        axes_.top = std::max(axes_.top, point.y);
    }
    if (content_.chosen) { axes_.bottom = std::min(axes_.bottom, content_.chosen->y); }
    const double room =
        axes_.top > axes_.bottom ? 0.15 * (axes_.top - axes_.bottom) : std::max(1e-6, std::abs(axes_.top) / 10);
    axes_.bottom -= room;
    axes_.top += room;
    const double first = content_.points.front().x, last = content_.points.back().x;
    const double beside = last > first ? 0.05 * (last - first) : 0.5;
    axes_.left = first - beside;
    axes_.right = last + beside;
}

void PointCurve::layOut() { axes_.layOut(size(), font()); }

void PointCurve::paintFit(QPainter& painter) const
{
    QPolygonF line;
    for (const run::Point& point : content_.fit) { line << axes_.pixelOf(point); }
    painter.save();
    painter.setClipRect(axes_.plot);
    painter.setPen(QPen(theme().reference, strokeWidth(2), Qt::DashLine));
    painter.drawPolyline(line);
    painter.restore();
}

void PointCurve::paintPoints(QPainter& painter) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().quantized);
    const double radius = pointRadius();
    for (const run::Point& point : content_.points) { painter.drawEllipse(axes_.pixelOf(point), radius, radius); }
}

// A ring, its line down to the axis and its name.
void PointCurve::paintChosen(QPainter& painter)
{
    if (!content_.chosen) { return; }
    const QPointF at = axes_.pixelOf(*content_.chosen);
    const QFontMetricsF metrics(font());
    const double radius = 1.75 * pointRadius();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().text, strokeWidth(2)));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(theme().text, strokeWidth(1), Qt::DotLine));
    painter.drawLine(at + QPointF(0, radius), QPointF(at.x(), axes_.plot.bottom()));
    const QRectF place =
        textRect(metrics, content_.chosenName, at.x(), at.y() - radius - metrics.height(), Anchor::Centre);
    lettering_.draw(painter, movedInside(place, axes_.plot.left(), axes_.plot.right()), content_.chosenName,
                    theme().text);
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
        axes_.paint(painter, lettering_, content_.xTitle, content_.yTitle);
        paintFit(painter);
        paintPoints(painter);
        paintChosen(painter);
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, mouse_->x(), axes_.plot.top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

QString PointCurve::readout() const
{
    if (!mouse_ || isEmpty() || !axes_.plot.contains(*mouse_)) { return {}; }
    const auto distance = [&](const run::Point& point) { return std::abs(axes_.pixelOf(point).x() - mouse_->x()); };
    const auto nearest = std::ranges::min_element(content_.points, {}, distance);
    return QStringLiteral("%1 %2 · %3 %4")
        .arg(content_.pointName, valueText(nearest->x, (axes_.right - axes_.left) / 100),
             valueText(nearest->y, (axes_.top - axes_.bottom) / 200), content_.unit);
}

} // namespace gridscope::ui
