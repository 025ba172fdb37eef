// SPDX-License-Identifier: GPL-3.0-or-later
// How the histogram looks; its words are in histogram_words.cpp. What stands still while a run goes on is in one cached pixmap.
#include "ui/chart/histogram_view.h"

#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/numbers.h"

#include <QPaintEngine>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// A grid point that was dropped at this step: lighter, and hatched as second cue.
void fillFaint(QPainter& painter, const QRectF& rect, const QColor& color)
{
    painter.fillRect(rect, softened(color, theme().surface, 0.25));
    // Lines of our own: what a brush's pattern looks like depends on the device, and a figure must look like the screen.
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(QPen(color, strokeWidth(1)));
    const double gap = 6 * strokeWidth(1); // pixels
    for (double x = rect.left() - rect.height(); x < rect.right(); x += gap) {
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    painter.restore();
}

// Pixels; below, lines on every grid point would be one grey surface.
double narrowCell() { return 4 + strokeWidth(1); }

} // namespace

double HistogramView::snapped(double x) const
{
    const double ratio = devicePixelRatioF();
    return std::round(x * ratio) / ratio;
}

void HistogramView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    if (state() == nullptr) {
        painter.fillRect(rect(), theme().surface);
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        paint(painter);
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void HistogramView::paint(QPainter& painter)
{
    paintStill(painter);
    paintBars(painter);
    painter.fillRect(
        QRectF(axes_.plot.left(), axes_.baseline() - strokeWidth(1) / 2, axes_.plot.width(), strokeWidth(1)),
        theme().axis);
    paintGrid(painter);
    paintSticks(painter);
    paintOther(painter);
    paintLegend(painter);
    paintCodesAndValues(painter);
    paintEnds(painter);
    paintCaptions(painter);
    paintCursor(painter);
}

void HistogramView::paintStill(QPainter& painter)
{
    // Pictures being saved (SVG, PDF, larger bitmaps) must not get the screen's background.
    const bool isScreen = painter.paintEngine()->type() == QPaintEngine::Raster
                          && qFuzzyCompare(pixelRatioOf(painter), devicePixelRatioF());
    if (!isScreen) {
        paintBackground(painter);
        return;
    }
    if (background_.isNull()) { background_ = paintedBackground(); }
    painter.drawPixmap(0, 0, background_);
}

QPixmap HistogramView::paintedBackground() const
{
    QPixmap background(size() * devicePixelRatioF());
    background.setDevicePixelRatio(devicePixelRatioF());
    QPainter cached(&background);
    cached.setFont(font());
    paintBackground(cached);
    return background;
}

void HistogramView::paintBackground(QPainter& painter) const
{
    painter.fillRect(rect(), theme().surface);
    paintShareAxis(painter, latentTicks(axes_, tickDistance()));
    if (isInForce()) { paintShareAxis(painter, quantizedTicks(axes_, tickDistance())); }
    paintShareAxis(painter, {{0, axes_.baseline()}});
}

void HistogramView::paintShareAxis(QPainter& painter, const std::vector<ShareTick>& ticks) const
{
    const QFontMetricsF metrics(font());
    for (const ShareTick& tick : ticks) {
        const QRectF mesh(axes_.plot.left(), snapped(tick.y), axes_.plot.width(), 1);
        if (!theme().isProjected) { painter.fillRect(mesh, theme().mesh); } // bold, it would be a bar
        const QString text = tickShareText(tick.share);
        const QRectF rect = textRect(metrics, text, axes_.plot.left() - metrics.height() / 3,
                                     tick.y - metrics.height() / 2, Anchor::Right);
        painter.setPen(theme().faintText);
        painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, text);
    }
}

double HistogramView::cellPixels() const { return axes_.x(usualCell(run::levelsOf(*state()))) - axes_.x(0); }

void HistogramView::paintBars(QPainter& painter) const
{
    const run::LayerState& s = *state();
    const double baseline = axes_.baseline();
    const run::Levels levels = run::levelsOf(s);
    const double gap = cellPixels() / s.binsPerCell >= 5 ? 1 : 0;
    const QColor neutral = softened(theme().latent, theme().surface, 0.75);
    for (int first = 0, bin = 0; bin < binCount(); first = bin) {
        const int code = codeOfBin(first);
        const double left = snapped(axes_.x(binEdge(first)));
        double right = left;
        std::uint32_t most = 0;
        // Bins narrower than a pixel share one: the highest is drawn, so that no column is lost. Never across cells.
        do {
            most = std::max(most, s.histogram[static_cast<std::size_t>(bin)]);
            ++bin;
            right = snapped(axes_.x(binEdge(bin)));
        } while (right <= left && bin < binCount() && codeOfBin(bin) == code);
        if (most == 0) { continue; }
        const double middle = (first + bin) / 2.0 / s.binsPerCell - levels.indexOf(code);
        const double distance = std::abs(middle - 0.5); // 0 on the grid point, 1/2 at the border
        const QColor color = pointColor(theme(), levels, levels.indexOf(code));
        const double top = std::min(snapped(axes_.barTop(share(most))), baseline - 1);
        const QRectF bar(left, top, std::max(right - left - gap, 1.0), baseline - top);
        if (isDropped(code)) {
            fillFaint(painter, bar, color);
            continue;
        }
        painter.fillRect(bar, isInForce() ? softened(color, theme().surface, 1 - 0.5 * distance) : neutral);
    }
}

void HistogramView::paintGrid(QPainter& painter) const
{
    const run::LayerState& s = *state();
    const run::Levels levels = run::levelsOf(s);
    const double cell = cellPixels();
    const QFontMetricsF metrics(font());
    const bool isWide = cell >= narrowCell() || !levels.isUniform();
    const int stride = isWide ? 1 : labelStride(cell, 1.5 * metrics.horizontalAdvance(pointName(levels, 0)));
    QPen border(theme().cellBorder, strokeWidth(1), Qt::CustomDashLine);
    border.setDashPattern({1, 3});
    QPen line(theme().gridPoint, strokeWidth(1));
    if (!isInForce()) {
        line.setColor(theme().axis);
        line.setStyle(Qt::CustomDashLine);
        line.setDashPattern({4, 4});
    }
    const auto draw = [&](double value, double top) {
        const double x = std::floor(axes_.x(value)) + 0.5;
        if (!(x >= axes_.plot.left() && x <= axes_.plot.right())) { return; }
        painter.drawLine(QPointF(x, top), QPointF(x, axes_.plot.bottom()));
    };
    painter.setPen(border);
    for (int i = 0; i <= levels.size() && cell >= 2.5 * narrowCell(); ++i) { draw(levels.border(i), axes_.plot.top()); }
    painter.setPen(line);
    for (int i = 0; i < levels.size(); ++i) {
        if (levels.code(i) % stride == 0) { draw(levels.point(i), axes_.plot.top() - 2); }
    }
}

void HistogramView::paintSticks(QPainter& painter) const
{
    const run::LayerState& s = *state();
    if (!isInForce()) { return; }
    const run::Levels levels = run::levelsOf(s);
    const double cell = cellPixels();
    const double width = strokeWidth(std::clamp(cell / 8, 1.0, 4.0));
    const double radius = std::clamp(cell / 4, 0.0, theme().isProjected ? 10.0 : 6.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < s.counts.size(); ++i) {
        const int code = levels.code(static_cast<int>(i));
        const double x = std::floor(axes_.x(levels.point(static_cast<int>(i)))) + 0.5;
        if (s.counts[i] == 0 || x < axes_.plot.left() || x > axes_.plot.right()) { continue; }
        const QColor whole = pointColor(theme(), levels, levels.indexOf(code));
        const QColor color = isDropped(code) ? softened(whole, theme().surface, 0.4) : whole;
        const double end = axes_.stickEnd(share(s.counts[i]));
        painter.fillRect(QRectF(x - width / 2, axes_.baseline(), width, end - axes_.baseline()), color);
        if (radius < 1.5) { continue; }
        painter.setPen(isDropped(code) ? QPen(whole, strokeWidth(1.5)) : QPen(theme().surface, strokeWidth(1.5)));
        painter.setBrush(isDropped(code) ? theme().surface : color); // a ring instead of a disc
        painter.drawEllipse(QPointF(x, end), radius, radius);
    }
    painter.restore();
}

// As an outline, so that the bars below stay visible. Its bins may be of another width: shares are brought to ours, so that
// equal densities are equally high.
void HistogramView::paintOther(QPainter& painter) const
{
    const run::LayerState* o = otherState();
    if (o == nullptr) { return; }
    const run::LayerState& s = *state();
    const run::Levels levels = run::levelsOf(*o);
    const double perBin = (run::levelsOf(s).narrowest() / s.binsPerCell) / (levels.narrowest() / o->binsPerCell);
    QPolygonF outline;
    for (std::size_t bin = 0; bin < o->histogram.size(); ++bin) {
        const auto edge = [&](std::size_t b) { return axes_.x(levels.binEdge(static_cast<int>(b), o->binsPerCell)); };
        const std::uint32_t count = o->histogram[bin];
        const double share = count == 0 ? 0 : std::min(1.0, double(count) / otherParameters_ * perBin);
        const double top = std::min(axes_.barTop(share), axes_.baseline());
        outline << QPointF(edge(bin), top) << QPointF(edge(bin + 1), top);
    }
    painter.save();
    painter.setClipRect(axes_.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().text, strokeWidth(1.5)));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(outline);
    for (std::size_t i = 0; o->isQuantized() && isInForce() && i < o->counts.size(); ++i) {
        if (o->counts[i] == 0) { continue; }
        const double end = axes_.stickEnd(std::min(1.0, double(o->counts[i]) / otherParameters_));
        painter.drawEllipse(QPointF(axes_.x(levels.point(int(i))), end), 7, 7);
    }
    painter.restore();
}

} // namespace gridscope::ui
