// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/heat_map.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"

#include <QImage>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::ui {
namespace {

constexpr int bands = 12;  // of a surface: their borders are its contours
constexpr int perCell = 8; // pixels of the picture that is stretched

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

HeatMap::HeatMap(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize HeatMap::sizeHint() const { return {36 * fontMetrics().averageCharWidth(), 12 * fontMetrics().height()}; }
QSize HeatMap::minimumSizeHint() const { return {15 * fontMetrics().averageCharWidth(), 5 * fontMetrics().height()}; }

void HeatMap::display(Map map)
{
    if (map == map_) { return; }
    map_ = std::move(map);
    low_ = std::numeric_limits<double>::infinity();
    high_ = -low_;
    for (const double v : map_.values) {
        if (!std::isfinite(v)) { continue; }
        low_ = std::min(low_, v);
        high_ = std::max(high_, v);
    }
    update();
}

// Of a surface by the logarithm, since what matters is near its floor; cells have the colour of their sign.
QColor HeatMap::colourOf(double value) const
{
    if (!std::isfinite(value)) { return theme().mesh; }
    if (map_.isSurface) {
        const bool isLogarithmic = low_ > 0 && high_ > low_;
        const double share = isLogarithmic ? std::log(value / low_) / std::log(high_ / low_) : 0;
        return heatColor(theme(), std::floor(std::clamp(share, 0.0, 0.999) * bands) / (bands - 1));
    }
    const double most = std::max(std::abs(low_), std::abs(high_));
    const double share = most > 0 ? std::abs(value) / most : 0;
    return softened(gridPointColor(theme(), value < 0 ? -1 : 1, -1, 1), theme().surface, share);
}

// Names stand left of the rows and below the columns, titles beyond them.
QRectF HeatMap::plot() const
{
    const QFontMetricsF metrics(font());
    double left = 0;
    for (const QString& name : map_.rowNames) { left = std::max(left, metrics.horizontalAdvance(name)); }
    const double line = metrics.height(), gap = line / 3;
    const bool hasTitle = !map_.columnTitle.isEmpty();
    QRectF room(left + 2 * gap, line + 2 * gap, width() - left - 4 * gap,
                height() - 2 * line - 4 * gap - (hasTitle ? line + gap : 0));
    room.setSize(room.size().expandedTo({4, 4}));
    if (map_.isSurface) { return room; }
    const double side = std::min(room.width() / 1.6, room.height()); // cells wider than high have room for names
    const QSizeF size(std::min(room.width(), 1.6 * side), side);
    return {QPointF(room.left() + (room.width() - size.width()) / 2, room.top()), size};
}

double HeatMap::valueBetween(double x, double y) const
{
    const auto cell = [&](double place, std::size_t count) {
        return run::wholeIn(std::floor(place), std::size_t(0), count < 2 ? 0 : count - 2);
    };
    const std::size_t column = cell(x, map_.columns), row = cell(y, map_.rows);
    const auto at = [&](std::size_t r, std::size_t c) {
        const std::size_t index = std::min(r, map_.rows - 1) * map_.columns + std::min(c, map_.columns - 1);
        return index < map_.values.size() ? map_.values[index] : nothing;
    };
    const double right = x - double(column), up = y - double(row);
    const double below = (1 - right) * at(row, column) + right * at(row, column + 1);
    if (up <= 0) { return below; }
    return (1 - up) * below + up * ((1 - right) * at(row + 1, column) + right * at(row + 1, column + 1));
}

void HeatMap::paintSurface(QPainter& painter, const QRectF& plot) const
{
    const int width = int(std::min<std::size_t>(map_.columns, 128)) * perCell;
    const int height = int(std::min<std::size_t>(map_.rows, 128)) * perCell;
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y) {
        const double row = (height - 1 - y) * double(map_.rows - 1) / std::max(1, height - 1);
        for (int x = 0; x < width; ++x) {
            const double column = x * double(map_.columns - 1) / std::max(1, width - 1);
            image.setPixelColor(x, y, colourOf(valueBetween(column, row)));
        }
    }
    painter.drawImage(plot, image);
}

void HeatMap::paintCells(QPainter& painter, const QRectF& plot) const
{
    const double width = plot.width() / double(map_.columns), height = plot.height() / double(map_.rows);
    for (std::size_t i = 0; i < map_.values.size(); ++i) {
        const std::size_t row = i / map_.columns, column = i % map_.columns;
        const QPointF corner(plot.left() + double(column) * width, plot.top() + double(row) * height);
        painter.fillRect(QRectF(corner, QSizeF(width, height)), colourOf(map_.values[i]));
    }
}

// With a seam, so that it is seen on any colour; its end is a ring.
void HeatMap::paintWay(QPainter& painter, const QRectF& plot) const
{
    QPolygonF line;
    for (const QPointF& share : map_.way) {
        line << QPointF(plot.left() + share.x() * plot.width(), plot.bottom() - share.y() * plot.height());
    }
    if (line.isEmpty()) { return; }
    painter.setBrush(Qt::NoBrush);
    const double radius = 2 * strokeWidth(2);
    for (const auto& [color, width] :
         {std::pair(theme().surface, 2 * strokeWidth(2)), std::pair(theme().text, strokeWidth(2))}) {
        painter.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(line);
        painter.drawEllipse(line.back(), radius, radius);
    }
    painter.setBrush(theme().text);
    painter.setPen(QPen(theme().surface, strokeWidth(1)));
    for (qsizetype i = 0; i + 1 < line.size(); ++i) { painter.drawEllipse(line[i], radius / 2, radius / 2); }
}

void HeatMap::paintNames(QPainter& painter, const QRectF& plot)
{
    const QFontMetricsF metrics(font());
    const double gap = metrics.height() / 3;
    const auto share = [&](qsizetype i, qsizetype count) {
        return map_.isSurface ? double(i) / double(std::max<qsizetype>(1, count - 1))
                              : (double(i) + 0.5) / double(count);
    };
    for (qsizetype i = 0; i < map_.rowNames.size(); ++i) {
        const double at = share(i, map_.rowNames.size());
        const double y = map_.isSurface ? plot.bottom() - at * plot.height() : plot.top() + at * plot.height();
        const QRectF place =
            textRect(metrics, map_.rowNames[i], plot.left() - gap, y - metrics.height() / 2, Anchor::Right);
        lettering_.draw(painter, place, map_.rowNames[i], theme().faintText);
    }
    for (qsizetype i = 0; i < map_.columnNames.size(); ++i) {
        const double x = plot.left() + share(i, map_.columnNames.size()) * plot.width();
        const QRectF place = textRect(metrics, map_.columnNames[i], x, plot.bottom() + gap / 2, Anchor::Centre);
        lettering_.draw(painter, movedInside(place, 1, width() - 1.0), map_.columnNames[i], theme().faintText);
    }
    const QRectF above =
        textRect(metrics, map_.rowTitle, plot.left(), plot.top() - metrics.height() - gap / 2, Anchor::Left);
    lettering_.draw(painter, movedInside(above, 1, width() - 1.0), map_.rowTitle, theme().text);
    const QRectF below =
        textRect(metrics, map_.columnTitle, plot.right(), plot.bottom() + 1.5 * gap + metrics.height(), Anchor::Right);
    lettering_.draw(painter, movedInside(below, 1, width() - 1.0), map_.columnTitle, theme().text);
}

QString HeatMap::numberOf(double value) const
{
    return std::isfinite(value) ? valueText(value, std::max({std::abs(low_), std::abs(high_), 1e-12}) / 200)
                                : QStringLiteral("–");
}

// In the cells, where they have room.
void HeatMap::paintNumbers(QPainter& painter, const QRectF& plot)
{
    const QFontMetricsF metrics(font());
    const double width = plot.width() / double(map_.columns), height = plot.height() / double(map_.rows);
    for (std::size_t i = 0; i < map_.values.size(); ++i) {
        const QString text = numberOf(map_.values[i]);
        const std::size_t row = i / map_.columns, column = i % map_.columns;
        const QPointF middle(plot.left() + (double(column) + 0.5) * width, plot.top() + (double(row) + 0.5) * height);
        const QRectF place = textRect(metrics, text, middle.x(), middle.y() - metrics.height() / 2, Anchor::Centre);
        if (place.width() > width - 2 || place.height() > height) { continue; }
        const float light = colourOf(map_.values[i]).lightnessF();
        const auto distance = [light](const QColor& color) { return std::abs(light - color.lightnessF()); };
        const bool isWritten = distance(theme().text) >= distance(theme().surface);
        lettering_.draw(painter, place, text, isWritten ? theme().text : theme().surface);
    }
}

void HeatMap::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (isEmpty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF picture = plot();
        map_.isSurface ? paintSurface(painter, picture) : paintCells(painter, picture);
        painter.save();
        painter.setClipRect(picture);
        paintWay(painter, picture);
        painter.restore();
        painter.setPen(QPen(theme().axis, strokeWidth(1)));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(picture);
        paintNames(painter, picture);
        if (!map_.isSurface) { paintNumbers(painter, picture); }
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, mouse_->x(), picture.top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

QString HeatMap::readout() const
{
    const QRectF picture = plot();
    if (!mouse_ || isEmpty() || !picture.contains(*mouse_)) { return {}; }
    const double x = (mouse_->x() - picture.left()) / picture.width();
    const double y = (mouse_->y() - picture.top()) / picture.height();
    if (map_.isSurface) {
        const double value = valueBetween(x * double(map_.columns - 1), (1 - y) * double(map_.rows - 1));
        return QStringLiteral("%1 %2").arg(numberOf(value), map_.unit);
    }
    const std::size_t column = run::wholeIn(x * double(map_.columns), std::size_t(0), map_.columns - 1);
    const std::size_t row = run::wholeIn(y * double(map_.rows), std::size_t(0), map_.rows - 1);
    const std::size_t index = row * map_.columns + column;
    if (index >= map_.values.size()) { return {}; }
    return QStringLiteral("%1 · %2 · %3 %4")
        .arg(map_.rowNames.value(qsizetype(row)), map_.columnNames.value(qsizetype(column)),
             numberOf(map_.values[index]), map_.unit);
}

} // namespace gridscope::ui
