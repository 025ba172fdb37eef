// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/extra_view.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QImage>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

ExtraRange widened(ExtraRange range, double value)
{
    if (!std::isfinite(value)) { return range; }
    return range.isEmpty ? ExtraRange{value, value, false}
                         : ExtraRange{std::min(range.low, value), std::max(range.high, value), false};
}

// Of an axis: never without extent.
ExtraRange axisOf(const ExtraView::Tile& tile)
{
    ExtraRange range = rangeOf(tile.extra);
    for (const run::Point& point : tile.curve) { range = widened(range, point.y); }
    if (kindOf(tile.extra) == ExtraKind::Row) { range = widened(range, 0); } // bars stand on it
    if (range.low == range.high) {
        const double room = range.low == 0 ? 1 : std::abs(range.low) / 2;
        range = {range.low - room, range.high + room, range.isEmpty};
    }
    return range;
}

QString shownNumber(double value, const ExtraRange& range) { return valueText(value, (range.high - range.low) / 200); }

void paintCurve(QPainter& painter, const QRectF& plot, const ExtraView::Tile& tile)
{
    const ExtraRange range = axisOf(tile);
    std::vector<QPolygonF> lines(1);
    const double first = tile.curve.empty() ? 0 : tile.curve.front().x;
    const double last = tile.curve.empty() ? 1 : std::max(tile.curve.back().x, first + 1);
    for (const run::Point& point : tile.curve) {
        const QPointF at(pixelBetween(point.x, first, last, plot.left(), plot.right()),
                         pixelBetween(point.y, range.low, range.high, plot.bottom(), plot.top()));
        if (!isSomewhere(at)) {
            lines.emplace_back();
        } else if (lines.back().isEmpty() || at.x() - lines.back().last().x() >= 0.5) {
            lines.back() << at;
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().quantized, strokeWidth(2)));
    for (const QPolygonF& line : lines) {
        if (line.size() == 1) { painter.drawPoint(line.first()); }
        painter.drawPolyline(line);
    }
}

// Values narrower than a pixel share one: from the lowest to the highest of them.
void paintBars(QPainter& painter, const QRectF& plot, const ExtraView::Tile& tile)
{
    const auto& values = tile.extra.values;
    const ExtraRange range = axisOf(tile);
    const std::size_t bars = std::min(values.size(), std::size_t(std::max(1.0, plot.width())));
    const double width = plot.width() / double(bars);
    const double gap = width >= 4 ? std::min(width / 5, 3.0) : 0;
    const auto y = [&](double value) {
        return std::round(pixelBetween(value, range.low, range.high, plot.bottom(), plot.top()));
    };
    for (std::size_t bar = 0; bar < bars; ++bar) {
        ExtraRange ends = widened({}, 0);
        const std::size_t end = std::max((bar + 1) * values.size() / bars, bar * values.size() / bars + 1);
        for (std::size_t i = bar * values.size() / bars; i < end; ++i) { ends = widened(ends, double(values[i])); }
        if (ends.low == ends.high) { continue; }
        const double left = plot.left() + double(bar) * width, top = y(ends.high);
        painter.fillRect(QRectF(left, top, std::max(1.0, width - gap), std::max(1.0, y(ends.low) - top)),
                         theme().quantized);
    }
    painter.fillRect(QRectF(plot.left(), y(0) - strokeWidth(1) / 2, plot.width(), strokeWidth(1)), theme().axis);
}

void paintMap(QPainter& painter, const QRectF& plot, const ExtraView::Tile& tile)
{
    const ExtraRange range = axisOf(tile);
    const ExtraSize size = sizeOf(tile.extra);
    const double ratio = pixelRatioOf(painter);
    const auto pixels = [ratio](std::size_t cells, double room) {
        return int(std::min(cells, std::size_t(std::max(1.0, room * ratio)))); // never more than can be seen
    };
    QImage image(pixels(size.columns, plot.width()), pixels(size.rows, plot.height()), QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y) {
        const std::size_t row = std::size_t(y) * size.rows / std::size_t(image.height());
        for (int x = 0; x < image.width(); ++x) {
            const std::size_t column = std::size_t(x) * size.columns / std::size_t(image.width());
            const auto value = double(tile.extra.values[row * size.columns + column]);
            const bool isDrawn = std::isfinite(value);
            image.setPixelColor(x, y,
                                isDrawn ? heatColor(theme(), (value - range.low) / (range.high - range.low))
                                        : theme().mesh); // not the colour of a value
        }
    }
    painter.drawImage(plot, image);
}

} // namespace

ExtraKind kindOf(const run::Extra& extra)
{
    if (extra.values.empty()) { return ExtraKind::Nothing; }
    if (extra.values.size() == 1) { return ExtraKind::Value; }
    return sizeOf(extra).rows > 1 ? ExtraKind::Table : ExtraKind::Row;
}

ExtraSize sizeOf(const run::Extra& extra)
{
    const std::size_t count = extra.values.size();
    const std::size_t columns =
        extra.shape.size() < 2 ? count : std::size_t(std::max<std::int64_t>(0, extra.shape.back()));
    const bool fits = columns > 0 && count % columns == 0;
    return fits ? ExtraSize{count / columns, columns} : ExtraSize{std::size_t(count > 0), count};
}

ExtraRange rangeOf(const run::Extra& extra)
{
    ExtraRange range;
    for (const float value : extra.values) { range = widened(range, double(value)); }
    return range;
}

QString nameOf(const run::Extra& extra)
{
    const QString name = QString::fromStdString(extra.name);
    return extra.unit.empty() ? name : QStringLiteral("%1 (%2)").arg(name, QString::fromStdString(extra.unit));
}

ExtraView::ExtraView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize ExtraView::sizeHint() const { return {40 * fontMetrics().averageCharWidth(), 12 * fontMetrics().height()}; }
QSize ExtraView::minimumSizeHint() const { return {15 * fontMetrics().averageCharWidth(), 4 * fontMetrics().height()}; }

void ExtraView::display(std::vector<Tile> tiles)
{
    more_ = tiles.size() > mostTiles ? tiles.size() - mostTiles : 0;
    tiles.resize(std::min(tiles.size(), mostTiles));
    tiles_ = std::move(tiles);
    update();
}

// As many columns as make the tiles largest, wider than high.
QRectF ExtraView::place(std::size_t tile) const
{
    constexpr double wide = 1.6;
    const double foot = more_ > 0 ? fontMetrics().height() : 0;
    const auto rowsFor = [&](std::size_t columns) { return (tiles_.size() + columns - 1) / columns; };
    const auto sideFor = [&](std::size_t columns) {
        return std::min(width() / double(columns), wide * (height() - foot) / double(rowsFor(columns)));
    };
    std::size_t best = 1;
    for (std::size_t columns = 2; columns <= tiles_.size(); ++columns) {
        if (sideFor(columns) > sideFor(best)) { best = columns; }
    }
    const double tileWidth = width() / double(best), tileHeight = (height() - foot) / double(rowsFor(best));
    const std::size_t column = tile % best, row = tile / best;
    return {double(column) * tileWidth, double(row) * tileHeight, tileWidth, tileHeight};
}

QRectF ExtraView::plot(std::size_t tile) const
{
    const double line = QFontMetricsF(font()).height(), inset = line / 2 + strokeWidth(3);
    const QRectF inside =
        place(tile).adjusted(inset, line * 1.4 + strokeWidth(3), -inset, -line * 1.4 - strokeWidth(3));
    return {inside.topLeft(), inside.size().expandedTo({2, 2})};
}

void ExtraView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (tiles_.empty()) { drawEmptyText(painter, rect(), emptyText_); }
    for (std::size_t i = 0; i < tiles_.size(); ++i) { paintTile(painter, i); }
    const QFontMetricsF metrics(font());
    if (more_ > 0) {
        const QString text = tr("and %1 more").arg(more_);
        lettering_.draw(painter, textRect(metrics, text, width() / 2.0, height() - metrics.height(), Anchor::Centre),
                        text, theme().faintText);
    }
    if (const QString text = readout(); !text.isEmpty()) {
        lettering_.drawReadout(painter, text, mouse_->x(), metrics.height() / 4, width());
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void ExtraView::paintTile(QPainter& painter, std::size_t tile)
{
    const QRectF picture = plot(tile);
    painter.save();
    painter.setClipRect(picture.adjusted(-1, -1, 1, 1));
    switch (kindOf(tiles_[tile].extra)) {
    case ExtraKind::Value: paintCurve(painter, picture, tiles_[tile]); break;
    case ExtraKind::Row: paintBars(painter, picture, tiles_[tile]); break;
    case ExtraKind::Table: paintMap(painter, picture, tiles_[tile]); break;
    case ExtraKind::Nothing: break;
    }
    painter.restore();
    painter.setPen(QPen(theme().axis, strokeWidth(1)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(picture.adjusted(-0.5, -0.5, 0.5, 0.5));
    paintWords(painter, tile);
}

// The name above; below, from where to where the picture goes and between which values.
void ExtraView::paintWords(QPainter& painter, std::size_t tile)
{
    const Tile& shown = tiles_[tile];
    const QRectF picture = plot(tile);
    const QFontMetricsF metrics(font());
    const ExtraRange range = rangeOf(shown.extra), axis = axisOf(shown);
    const bool isValue = kindOf(shown.extra) == ExtraKind::Value;
    const QString name = nameOf(shown.extra);
    const QString now = isValue ? name + QStringLiteral(": ") + shownNumber(double(shown.extra.values[0]), axis) : name;
    const double top = picture.top() - metrics.height() - strokeWidth(1);
    const QString title = metrics.elidedText(metrics.horizontalAdvance(now) > picture.width() ? name : now,
                                             Qt::ElideMiddle, picture.width());
    const QRectF above = textRect(metrics, title, picture.left(), top, Anchor::Left);
    if (above.right() <= width()) { lettering_.draw(painter, above, title, theme().text); }
    const QString values = range.isEmpty ? tr("no values")
                           : isValue     ? tr("%1 to %2").arg(shownNumber(axis.low, axis), shownNumber(axis.high, axis))
                                     : tr("%1 to %2").arg(shownNumber(range.low, axis), shownNumber(range.high, axis));
    const ExtraSize size = sizeOf(shown.extra);
    const QString extent = isValue                                   ? tr("over the steps")
                           : kindOf(shown.extra) == ExtraKind::Table ? tr("%1 × %2").arg(size.rows).arg(size.columns)
                                                                     : tr("%1 values").arg(size.columns);
    const double below = picture.bottom() + strokeWidth(2);
    const QRectF right = textRect(metrics, values, picture.right(), below, Anchor::Right);
    if (right.left() >= picture.left()) { lettering_.draw(painter, right, values, theme().faintText); }
    const QRectF left = textRect(metrics, extent, picture.left(), below, Anchor::Left);
    if (left.right() <= picture.right()) { lettering_.draw(painter, left, extent, theme().faintText); }
}

QString ExtraView::readout() const
{
    for (std::size_t i = 0; mouse_ && i < tiles_.size(); ++i) {
        const QRectF picture = plot(i);
        if (!picture.contains(*mouse_) || tiles_[i].extra.values.empty()) { continue; }
        const QPointF inside = *mouse_ - picture.topLeft();
        return readoutOf(tiles_[i], {inside.x() / picture.width(), inside.y() / picture.height()});
    }
    return {};
}

QString ExtraView::readoutOf(const Tile& tile, QPointF share)
{
    const QString name = nameOf(tile.extra);
    if (kindOf(tile.extra) == ExtraKind::Value) {
        if (tile.curve.empty()) { return {}; }
        const double step = tile.curve.front().x + share.x() * (tile.curve.back().x - tile.curve.front().x);
        const auto after = std::ranges::upper_bound(tile.curve, step, {}, &run::Point::x);
        const run::Point at = after == tile.curve.begin() ? *after : *std::prev(after);
        return tr("%1 · step %2 · %3").arg(name, numberText(at.x, 0), shownNumber(at.y, axisOf(tile)));
    }
    const ExtraSize size = sizeOf(tile.extra);
    const auto cell = [](double part, std::size_t count) {
        return run::wholeIn(part * double(count), std::size_t(0), count - 1);
    };
    const std::size_t row = cell(share.y(), size.rows), column = cell(share.x(), size.columns);
    const QString value = shownNumber(double(tile.extra.values[row * size.columns + column]), axisOf(tile));
    return size.rows == 1 ? tr("%1 · value %2 · %3").arg(name).arg(column + 1).arg(value)
                          : tr("%1 · row %2, column %3 · %4").arg(name).arg(row + 1).arg(column + 1).arg(value);
}

void ExtraView::mouseMoveEvent(QMouseEvent* event)
{
    mouse_ = event->position();
    update();
}

void ExtraView::leaveEvent(QEvent*)
{
    mouse_.reset();
    update();
}

} // namespace gridscope::ui
