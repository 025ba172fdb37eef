// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of the line chart that is not a curve: numbers, names at line ends, marks, cursors, readout.
#include "ui/chart/line_chart.h"
#include "ui/chart/numbers.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

// Moves sorted places apart to `height` each, as little as possible: what collides shares its shift evenly.
std::vector<double> spreadOut(const std::vector<double>& wanted, double height, double low, double high)
{
    struct Block {
        double top;
        int count;
    };
    std::vector<Block> blocks;
    for (const double place : wanted) {
        Block block{place, 1};
        while (!blocks.empty() && blocks.back().top + blocks.back().count * height > block.top) {
            const Block before = blocks.back();
            blocks.pop_back();
            const double shift = before.count * height; // both want their own first place
            block.top = (before.top * before.count + (block.top - shift) * block.count) / (before.count + block.count);
            block.count += before.count;
        }
        block.top = std::max(low, std::min(block.top, high - block.count * height));
        blocks.push_back(block);
    }
    std::vector<double> places;
    for (const Block& block : blocks) {
        for (int i = 0; i < block.count; ++i) { places.push_back(block.top + i * height); }
    }
    return places;
}

} // namespace

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
    for (const double step :
         niceTicks(steps_->min(), steps_->max(), std::max(2, static_cast<int>(plot_.width() / line / 3)))) {
        const double x = pixelOf(step, 0).x();
        painter.fillRect(QRectF(std::floor(x), plot_.bottom(), strokeWidth(1), strokeWidth(4)), theme().axis);
        const QString text = numberText(step, 0);
        const QRectF rect = textRect(metrics, text, x, plot_.bottom() + line / 4, Anchor::Centre);
        lettering_.draw(painter, movedInside(rect, 0, width()), text, theme().faintText);
    }
}

std::optional<run::Point> LineChart::endOf(const Curve& curve) const
{
    if (!stepZoom_.isUsers() || !curve.end) { return curve.end; }
    const auto points = curve.series->points();
    const auto after = std::ranges::upper_bound(points, steps_->max(), {}, [](const QPointF& p) { return p.x(); });
    const bool isOnShow = after != points.begin() && std::prev(after)->x() >= steps_->min();
    return isOnShow ? std::optional(run::Point{std::prev(after)->x(), std::prev(after)->y()}) : std::nullopt;
}

// Names right of the curves' ends, pushed apart where ends lie close together.
void LineChart::drawEndLabels(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    struct Label {
        QString text;
        double x;
        double y;
    };
    std::vector<Label> labels;
    for (const Curve& curve : curves_) {
        const auto end = endOf(curve);
        if (curve.style.name.isEmpty() || !end) { continue; }
        const QPointF at = pixelOf(end->x, end->y);
        labels.push_back({curve.style.name, at.x(), std::clamp(at.y(), plot_.top(), plot_.bottom())});
    }
    std::ranges::sort(labels, {}, &Label::y);
    std::vector<double> wanted;
    for (const Label& label : labels) { wanted.push_back(label.y - line / 2); }
    const auto tops = spreadOut(wanted, line, plot_.top() - line / 2, plot_.bottom() + line / 2);
    for (std::size_t i = 0; i < labels.size(); ++i) { labels[i].y = tops[i]; }
    for (const Label& label : labels) {
        const QString text = metrics.elidedText(label.text, Qt::ElideRight, endLabelWidth());
        const QRectF rect = textRect(metrics, text, label.x + line / 3, label.y, Anchor::Left);
        lettering_.draw(painter, rect.adjusted(0, 1, 0, -1), text, theme().text);
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

// The values of all curves at the step under the mouse, read anew with every frame.
void LineChart::drawReadout(QPainter& painter)
{
    if (!mouse_ || !plot_.contains(*mouse_)) { return; }
    const QFontMetricsF metrics(font());
    const double step = steps_->min() + (mouse_->x() - plot_.left()) / plot_.width() * (steps_->max() - steps_->min());
    QStringList parts{tr("step %1").arg(numberText(std::round(step), 0))};
    for (const Curve& curve : curves_) {
        const auto points = curve.series->points();
        const auto after = std::ranges::upper_bound(points, step, {}, [](const QPointF& p) { return p.x(); });
        if (after == points.begin() || curve.style.name.isEmpty()) { continue; }
        const double resolution = (values_->max() - values_->min()) / 500;
        parts << curve.style.name + QStringLiteral(" ") + format_(std::prev(after)->y(), resolution);
    }
    drawVertical(painter, step, QPen(theme().text, strokeWidth(1)));
    lettering_.drawReadout(painter, parts.join(QStringLiteral(" · ")), mouse_->x(), metrics.height() * 0.2, width());
}

} // namespace gridscope::ui
