// SPDX-License-Identifier: GPL-3.0-or-later
// How the DropBits raster looks: one image that grows, names on its left, numbers on its right.
#include "ui/chart/drop_raster.h"
#include "ui/chart/nice_range.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double gapOfRows = 1;     // pixels, where rows are high enough
constexpr double leastShare = 1e-9; // the longest text: "< 0.01 %"
constexpr double leastForLine = 5;  // pixels of a row; below, a line would hide its cells

double widest(const QFontMetricsF& metrics, const QStringList& texts)
{
    double most = 0;
    for (const QString& text : texts) { most = std::max(most, metrics.horizontalAdvance(text)); }
    return std::ceil(most);
}

} // namespace

bool DropRaster::saysSentences() const
{
    const QFontMetricsF metrics(font());
    return metrics.horizontalAdvance(tr("dropped %1 of the last %2 steps").arg(shareText(leastShare)).arg(100))
           < width() / 4.0;
}

double DropRaster::rightRoom() const
{
    const QFontMetricsF metrics(font());
    const QString text = saysSentences() ? tr("dropped %1 of the last %2 steps").arg(shareText(leastShare)).arg(100)
                                         : shareText(leastShare);
    return std::ceil(metrics.horizontalAdvance(text) + metrics.height());
}

bool DropRaster::hasRoomForNames() const
{
    return !rows_.empty() && rows_.front().bottom - rows_.front().top >= 0.8 * QFontMetricsF(font()).height();
}

void DropRaster::layOut()
{
    mustRedraw_ = true;
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double top = std::ceil(1.5 * line);
    const double bottom = std::max(top + 2, std::floor(height() - 1.6 * line));
    const double gap = std::ceil(line / 3); // between layers
    const auto gaps = static_cast<double>(groups_.empty() ? 0 : groups_.size() - 1);
    const double pitch = std::max(0.5, (bottom - top - gaps * gap) / std::max(1.0, static_cast<double>(rows_.size())));
    double y = top;
    QStringList names;
    for (const Group& group : groups_) {
        for (std::size_t i = group.firstRow; i < group.firstRow + group.rows; ++i, y += pitch) {
            rows_[i].top = y;
            rows_[i].bottom = y + pitch - (pitch >= 4 ? gapOfRows : 0);
        }
        y += gap;
    }
    for (const Row& row : rows_) { names << row.name; }
    if (!hasRoomForNames()) {
        names.clear();
        for (const Group& group : groups_) { names << group.name; }
    }
    const double left = widest(metrics, names) + line;
    plot_ = QRectF(left, top, std::max(2.0, width() - left - rightRoom()), bottom - top);
}

void DropRaster::redraw(double pixelRatio)
{
    drawnRatio_ = pixelRatio;
    std::vector<DropImage::Band> bands;
    for (const Row& row : rows_) {
        bands.push_back(
            {row.layer, row.mask, (row.top - plot_.top()) * pixelRatio, (row.bottom - plot_.top()) * pixelRatio});
    }
    const QSize pixels = (plot_.size() * pixelRatio).toSize();
    image_.start({pixels, static_cast<double>(firstStep_), shownEnd_, std::move(bands)}, theme());
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        image_.append(steps_[i], std::span(masks_).subspan(i * masksPerStep_, masksPerStep_));
    }
    mustRedraw_ = false;
}

void DropRaster::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (steps_.empty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        const double ratio = pixelRatioOf(painter);
        if (mustRedraw_ || ratio != drawnRatio_) { redraw(ratio); }
        painter.drawImage(plot_, image_.image());
        for (const Row& row : rows_) { paintKeepProbability(painter, row); }
        painter.setPen(QPen(theme().axis, strokeWidth(1)));
        painter.drawLine(plot_.bottomLeft(), plot_.bottomRight());
        paintTitle(painter);
        paintNames(painter);
        paintRates(painter);
        paintAxis(painter);
        paintCursors(painter);
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

// A line in the text's colour with a halo of the surface's: it must stand out from full and from empty cells.
void DropRaster::paintKeepProbability(QPainter& painter, const Row& row) const
{
    const double height = row.bottom - row.top;
    if (height < leastForLine) { return; }
    std::vector<QPolygonF> lines(1);
    std::optional<std::int64_t> before;
    for (const auto& snapshot : snapshots_) {
        if (row.layer >= snapshot->layers.size()) { continue; }
        const auto& keep = snapshot->layers[row.layer].keepProbabilities;
        if (row.maskOfLayer >= keep.size()) { continue; }
        if (before && snapshot->step - *before > longestStretch_) { lines.emplace_back(); }
        before = snapshot->step;
        QPolygonF& line = lines.back();
        const double x = pixelOfStep(static_cast<double>(snapshot->step));
        if (std::isnan(keep[row.maskOfLayer]) || (!line.isEmpty() && x - line.last().x() < 1.5)) { continue; }
        const double share = std::clamp(static_cast<double>(keep[row.maskOfLayer]), 0.0, 1.0);
        line << QPointF(x, row.bottom - 0.5 - share * (height - 1));
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QPen& pen : {QPen(theme().surface, strokeWidth(1) + 1.5), QPen(theme().text, strokeWidth(1))}) {
        painter.setPen(pen);
        for (const QPolygonF& line : lines) { painter.drawPolyline(line); }
    }
    painter.restore();
}

void DropRaster::paintNames(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const auto draw = [&](const QString& name, double top, double bottom) {
        const double y = (top + bottom - metrics.height()) / 2;
        lettering_.draw(painter, textRect(metrics, name, plot_.left() - metrics.height() / 3, y, Anchor::Right), name,
                        theme().text);
    };
    if (hasRoomForNames()) {
        for (const Row& row : rows_) { draw(row.name, row.top, row.bottom); }
        return;
    }
    for (const Group& group : groups_) {
        draw(group.name, rows_[group.firstRow].top, rows_[group.firstRow + group.rows - 1].bottom);
    }
}

void DropRaster::paintRates(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    for (const Group& group : groups_) {
        const double middle = (rows_[group.firstRow].top + rows_[group.firstRow + group.rows - 1].bottom) / 2;
        const QString& text = saysSentences() ? group.dropped : group.share;
        const QRectF rect =
            textRect(metrics, text, plot_.right() + metrics.height() / 2, middle - metrics.height() / 2, Anchor::Left);
        lettering_.draw(painter, rect, text, theme().text);
    }
}

void DropRaster::paintTitle(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double y = metrics.height() / 5;
    const double inset = metrics.height() / 3;
    double right = width() - inset;
    if (!saysSentences()) {
        const QString title = tr("dropped, last 100 steps");
        const QString narrow = tr("dropped");
        const QString& shown = metrics.horizontalAdvance(title) < width() / 2.0 ? title : narrow;
        const QRectF rect = textRect(metrics, shown, right, y, Anchor::Right);
        lettering_.draw(painter, rect, shown, theme().faintText);
        right = rect.left() - inset;
    }
    for (const QString& legend : {tr("filled: kept · empty: dropped · line: keep probability"),
                                  tr("filled: kept · line: probability"), tr("filled: kept")}) {
        const QRectF rect = textRect(metrics, legend, inset, y, Anchor::Left);
        if (rect.right() < right && lettering_.draw(painter, rect, legend, theme().faintText)) { return; }
    }
}

void DropRaster::paintAxis(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const QString title = tr("step");
    lettering_.draw(painter, textRect(metrics, title, width() - line / 3, plot_.bottom() + line / 4, Anchor::Right),
                    title, theme().faintText);
    const auto first = static_cast<double>(firstStep_);
    for (const double step : stepTicks(first, shownEnd_, static_cast<int>(plot_.width() / line / 5))) {
        const double x = pixelOfStep(step);
        painter.fillRect(QRectF(x - strokeWidth(1) / 2, plot_.bottom(), strokeWidth(1), strokeWidth(4)), theme().axis);
        const QString text = numberText(step, 0);
        const QRectF rect = textRect(metrics, text, x, plot_.bottom() + line / 4, Anchor::Centre);
        lettering_.draw(painter, movedInside(rect, strokeWidth(3), width() - strokeWidth(3)), text, theme().faintText);
    }
}

void DropRaster::paintCursors(QPainter& painter)
{
    if (cursor_) {
        const double x = pixelOfStep(static_cast<double>(*cursor_));
        painter.fillRect(QRectF(x - strokeWidth(1.5), plot_.top(), 2 * strokeWidth(1.5), plot_.height()),
                         theme().surface);
        painter.fillRect(QRectF(x - strokeWidth(1.5) / 2, plot_.top(), strokeWidth(1.5), plot_.height()), theme().text);
    }
    const QString text = readout();
    const auto point = pointed();
    if (text.isEmpty() || !point) { return; }
    const double x = pixelOfStep(static_cast<double>(point->step));
    painter.fillRect(QRectF(x - strokeWidth(1) / 2, plot_.top(), strokeWidth(1), plot_.height()), theme().text);
    painter.setPen(QPen(theme().text, strokeWidth(2)));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rowRect(point->row));
    lettering_.drawReadout(painter, text, x, QFontMetricsF(font()).height() / 5, width());
}

} // namespace gridscope::ui
