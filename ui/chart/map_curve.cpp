// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/map_curve.h"

#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr double highest = 1.1; // of the primal axis

double largestOf(const std::vector<double>& shares)
{
    return shares.empty() ? 0 : *std::max_element(shares.begin(), shares.end());
}

} // namespace

MapCurve::MapCurve(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize MapCurve::sizeHint() const { return {40 * fontMetrics().averageCharWidth(), 14 * fontMetrics().height()}; }
QSize MapCurve::minimumSizeHint() const { return {18 * fontMetrics().averageCharWidth(), 7 * fontMetrics().height()}; }

void MapCurve::display(Content content)
{
    content_ = std::move(content);
    layOut();
    update();
}

void MapCurve::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height(), left = metrics.horizontalAdvance(QStringLiteral("−1")) + line;
    const double across = std::max(8.0, width() - left - line / 2), down = std::max(8.0, height() - 4.2 * line);
    plot_ = QRectF(left, 1.5 * line, 0.76 * across, 0.72 * down);
    below_ = QRectF(plot_.left(), plot_.bottom() + 0.04 * down, plot_.width(), 0.24 * down);
    beside_ = QRectF(plot_.right() + 0.04 * across, plot_.top(), 0.2 * across, plot_.height());
}

QPointF MapCurve::pixelOf(const run::Point& point) const
{
    return {plot_.center().x() + point.x / content_.reach * plot_.width() / 2,
            plot_.center().y() - point.y / highest * plot_.height() / 2};
}

void MapCurve::paintAxes(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    for (const int y : {-1, 0, 1}) {
        const double at = pixelOf({0, double(y)}).y();
        painter.setPen(QPen(theme().mesh, strokeWidth(1)));
        painter.drawLine(QPointF(plot_.left(), at), QPointF(beside_.right(), at));
        const QString text = valueText(y, 1);
        lettering_.draw(painter, textRect(metrics, text, plot_.left() - line / 3, at - line / 2, Anchor::Right), text,
                        theme().faintText);
    }
    for (const double x : niceTicks(-content_.reach, content_.reach, 4)) {
        const QString text = valueText(x, content_.reach / 10);
        const QRectF place = textRect(metrics, text, pixelOf({x, 0}).x(), below_.bottom() + line / 5, Anchor::Centre);
        lettering_.draw(painter, place, text, theme().faintText);
    }
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.drawLine(below_.bottomLeft(), below_.bottomRight());
    painter.drawLine(beside_.topLeft(), beside_.bottomLeft());
    lettering_.draw(painter, textRect(metrics, content_.title, plot_.left(), line / 4, Anchor::Left), content_.title,
                    theme().text);
    const QRectF primal = textRect(metrics, content_.primalTitle, beside_.right(), line / 4, Anchor::Right);
    lettering_.draw(painter, primal, content_.primalTitle, theme().text);
    const QRectF dual =
        textRect(metrics, content_.dualTitle, plot_.right(), below_.bottom() + 1.3 * line, Anchor::Right);
    lettering_.draw(painter, dual, content_.dualTitle, theme().text);
}

void MapCurve::paintDuals(QPainter& painter) const
{
    const double most = largestOf(content_.duals), wide = below_.width() / std::max(1.0, double(content_.duals.size()));
    for (std::size_t i = 0; most > 0 && i < content_.duals.size(); ++i) {
        const double high = content_.duals[i] / most * below_.height();
        painter.fillRect(QRectF(below_.left() + double(i) * wide, below_.bottom() - high, wide, high), theme().latent);
    }
}

void MapCurve::paintPrimals(QPainter& painter) const
{
    const double most = largestOf(content_.primals);
    const double whole = plot_.height() / highest, top = pixelOf({0, 1}).y() + whole;
    const double high = whole / std::max(1.0, double(content_.primals.size()));
    for (std::size_t i = 0; most > 0 && i < content_.primals.size(); ++i) {
        const double wide = content_.primals[i] / most * beside_.width();
        painter.fillRect(QRectF(beside_.left(), top - double(i + 1) * high, wide, high), theme().quantized);
    }
}

void MapCurve::paintCurve(QPainter& painter) const
{
    QPolygonF line;
    for (const run::Point& point : content_.curve) { line << pixelOf(point); }
    painter.setPen(QPen(theme().reference, strokeWidth(2)));
    painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().quantized);
    const double radius = 1.5 * strokeWidth(2);
    for (const run::Point& point : content_.weights) { painter.drawEllipse(pixelOf(point), radius, radius); }
}

void MapCurve::paintAll(QPainter& painter)
{
    layOut();
    painter.setRenderHint(QPainter::Antialiasing);
    paintDuals(painter);
    paintPrimals(painter);
    paintAxes(painter);
    paintCurve(painter);
    const QString text = readout();
    if (!text.isEmpty()) { lettering_.drawReadout(painter, text, mouse_->x(), plot_.top(), width()); }
}

void MapCurve::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (isEmpty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        paintAll(painter);
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

QString MapCurve::readout() const
{
    if (!mouse_ || isEmpty() || content_.weights.empty() || !plot_.contains(*mouse_)) { return {}; }
    const auto distance = [&](const run::Point& point) {
        const QPointF way = pixelOf(point) - *mouse_;
        return QPointF::dotProduct(way, way);
    };
    const auto nearest = std::ranges::min_element(content_.weights, {}, distance);
    return QStringLiteral("v %1 · w %2")
        .arg(valueText(nearest->x, content_.reach / 1000), valueText(nearest->y, 0.001));
}

} // namespace gridscope::ui
