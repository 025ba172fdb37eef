// SPDX-License-Identifier: GPL-3.0-or-later
// How the river looks: two images that grow, and axes around them.
#include "core/run/levels.h"
#include "ui/chart/grid_points.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"
#include "ui/chart/river_view.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

void RiverView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (snapshots_.empty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        const double ratio = pixelRatioOf(painter);
        if (mustRedraw_ || ratio != drawnRatio_) { redraw(ratio); }
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.save();
        painter.setClipRect(plot_);
        painter.drawImage(placeOfImages(), heat_.image());
        painter.drawImage(placeOfImages(), lines_.image());
        painter.restore();
        painter.setPen(QPen(theme().axis, strokeWidth(1)));
        painter.drawRect(plot_.adjusted(-0.5, -0.5, 0.5, 0.5));
        paintWeight(painter);
        paintGaps(painter);
        paintCodes(painter);
        paintAxes(painter);
        paintBoundary(painter);
        paintLegend(painter);
        paintCursors(painter);
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

void RiverView::paintAxes(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const QString title = tr("weight");
    lettering_.draw(painter, textRect(metrics, title, line / 3, line / 4, Anchor::Left), title, theme().faintText);
    const QString stepTitle = tr("step");
    const QRectF stepRect = textRect(metrics, stepTitle, width() - line / 3, plot_.bottom() + line / 4, Anchor::Right);
    lettering_.draw(painter, stepRect, stepTitle, theme().faintText);
    const auto values = valueTicks();
    const double resolution = resolutionOf(values);
    for (const double value : values) {
        const double y = pixelOfValue(value);
        painter.fillRect(QRectF(plot_.left() - 4, y - strokeWidth(1) / 2, 4, strokeWidth(1)), theme().axis);
        const QString text = valueText(value, resolution);
        lettering_.draw(painter, textRect(metrics, text, plot_.left() - line / 3, y - line / 2, Anchor::Right), text,
                        theme().faintText);
    }
    const double first = static_cast<double>(firstStep_);
    for (const double step : stepTicks(first, shownEnd_, static_cast<int>(plot_.width() / line / 5))) {
        const double x = pixelOfStep(step);
        painter.fillRect(QRectF(x - strokeWidth(1) / 2, plot_.bottom(), strokeWidth(1), strokeWidth(4)), theme().axis);
        const QString text = numberText(step, 0);
        const QRectF rect = textRect(metrics, text, x, plot_.bottom() + line / 4, Anchor::Centre);
        lettering_.draw(painter, movedInside(rect, strokeWidth(3), width() - strokeWidth(3)), text, theme().faintText);
    }
}

void RiverView::paintLegend(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const run::LayerState* s = stateOf(snapshots_.back());
    const QString title = s != nullptr ? pointsTitle(run::levelsOf(*s)) : QString();
    const double right = width() - line - metrics.horizontalAdvance(title);
    for (const QString& legend : {tr("heat: share of weights · lines: single weights"), tr("lines: single weights")}) {
        const QRectF rect = textRect(metrics, legend, right, line / 4, Anchor::Right);
        if (rect.left() > 0 && lettering_.draw(painter, rect, legend, theme().faintText)) { return; }
    }
}

// The name of each grid point at the right end of its line.
void RiverView::paintCodes(QPainter& painter)
{
    const run::LayerState* s = stateOf(snapshots_.back());
    if (s == nullptr || !run::hasGrid(*s)) { return; }
    const run::Levels levels = run::levelsOf(*s);
    const QFontMetricsF metrics(font());
    const double spacing = std::abs(pixelOfValue(usualCell(levels)) - pixelOfValue(0));
    int stride = 1;
    while (levels.isUniform() && stride < 1024 && stride * spacing < metrics.height()) { stride *= 2; }
    for (int i = 0; i < levels.size(); ++i) {
        const double y = pixelOfValue(levels.point(i));
        if (levels.code(i) % stride != 0 || !(y >= plot_.top() && y <= plot_.bottom())) { continue; }
        const QString name = pointName(levels, i);
        const QRectF rect =
            textRect(metrics, name, plot_.right() + metrics.height() / 3, y - metrics.height() / 2, Anchor::Left);
        lettering_.draw(painter, rect, name, theme().text);
    }
    const QString title = pointsTitle(levels);
    lettering_.draw(painter,
                    textRect(metrics, title, width() - metrics.height() / 3, metrics.height() / 4, Anchor::Right),
                    title, theme().faintText);
}

// Float pre-training counts up to step 0; quantized training starts right of this line.
void RiverView::paintBoundary(QPainter& painter)
{
    if (firstStep_ > 0 || shownEnd_ < 1) { return; }
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const double x = std::floor(pixelOfStep(0.5)) + 0.5;
    painter.setPen(QPen(theme().text, strokeWidth(1.5), Qt::DashLine));
    painter.drawLine(QPointF(x, plot_.top() - line / 2), QPointF(x, plot_.bottom()));
    const QString before = tr("float");
    const QString after = tr("quantized");
    const QRectF left = textRect(metrics, before, x - line / 3, line / 4, Anchor::Right);
    if (left.left() >= 0) { lettering_.draw(painter, left, before, theme().text); }
    lettering_.draw(painter, textRect(metrics, after, x + line / 3, line / 4, Anchor::Left), after, theme().text);
}

// The weight under the microscope: bold, over the others. It has a gap where it was no number.
void RiverView::paintWeight(QPainter& painter) const
{
    if (!weight_) { return; }
    std::vector<QPolygonF> lines(1);
    run::SnapshotPtr before;
    for (const auto& snapshot : snapshots_) {
        const run::LayerState* s = stateOf(snapshot);
        if (s == nullptr || *weight_ >= s->followed.size()) { continue; }
        if (before && isGap(before, snapshot)) { lines.emplace_back(); }
        before = snapshot;
        const QPointF at(pixelOfStep(static_cast<double>(snapshot->step)),
                         pixelOfValue(static_cast<double>(s->followed[*weight_])));
        QPolygonF& line = lines.back();
        if (!isSomewhere(at)) {
            lines.emplace_back();
        } else if (line.isEmpty() || at.x() - line.last().x() >= 1) {
            line << at;
        }
    }
    painter.save();
    painter.setClipRect(plot_);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QPen& pen : {QPen(theme().surface, strokeWidth(2) + 3), QPen(theme().quantized, strokeWidth(2))}) {
        painter.setPen(pen);
        for (const QPolygonF& line : lines) { painter.drawPolyline(line); }
    }
    painter.restore();
}

// What a grey stretch is, where there is room to say it.
void RiverView::paintGaps(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    for (const Gap& gap : gaps()) {
        const double left = pixelOfStep(static_cast<double>(gap.from));
        const double right = pixelOfStep(static_cast<double>(gap.to));
        const QString text = tr("nothing kept");
        const QRectF rect =
            textRect(metrics, text, (left + right) / 2, plot_.center().y() - metrics.height() / 2, Anchor::Centre);
        if (rect.left() > left && rect.right() < right) { lettering_.draw(painter, rect, text, theme().text); }
    }
}

void RiverView::paintCursors(QPainter& painter)
{
    if (cursor_) {
        const double x = pixelOfStep(static_cast<double>(*cursor_));
        painter.fillRect(QRectF(x - strokeWidth(1.5), plot_.top(), 2 * strokeWidth(1.5), plot_.height()),
                         theme().surface);
        painter.fillRect(QRectF(x - strokeWidth(1.5) / 2, plot_.top(), strokeWidth(1.5), plot_.height()), theme().text);
    }
    const QString text = readout();
    const auto snapshot = pointedAt();
    if (text.isEmpty() || !snapshot) { return; }
    const QFontMetricsF metrics(font());
    const double x = pixelOfStep(static_cast<double>(snapshot->step));
    painter.fillRect(QRectF(x - strokeWidth(1) / 2, plot_.top(), strokeWidth(1), plot_.height()), theme().text);
    lettering_.drawReadout(painter, text, x, metrics.height() / 4, width());
}

} // namespace gridscope::ui
