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

std::optional<run::Point> LineChart::endOf(const Curve& curve) const
{
    if (!stepZoom_.isUsers() || !curve.end) { return curve.end; }
    const auto after = std::ranges::upper_bound(curve.points, steps_->max(), {}, &run::Point::x);
    const auto last = std::find_if(std::make_reverse_iterator(after), curve.points.rend(),
                                   [](const run::Point& p) { return std::isfinite(p.y); });
    const bool isOnShow = last != curve.points.rend() && last->x >= steps_->min();
    return isOnShow ? std::optional(*last) : std::nullopt;
}

// Curves that end at one number are named together where they lie together, so that no name can stand at another's line.
std::vector<std::vector<std::size_t>> LineChart::endGroups() const
{
    std::vector<std::vector<std::size_t>> groups;
    std::vector<std::pair<QString, double>> ends; // of the groups: the number, and where it is
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const auto end = endOf(curves_[i]);
        if (curves_[i].style.name.isEmpty() || !end) { continue; }
        const std::pair here{format_(end->y, 0), end->x};
        const auto same = std::ranges::find(ends, here);
        if (joinsEnds_ && same != ends.end()) {
            groups[static_cast<std::size_t>(same - ends.begin())].push_back(i);
            continue;
        }
        groups.push_back({i});
        ends.push_back(here);
    }
    return groups;
}

// "conv1, conv2, fc1", or as many as there is room for: "conv1, +2".
QString LineChart::joinedNames(const std::vector<std::size_t>& group, double room) const
{
    const QFontMetricsF metrics(font());
    QStringList names;
    for (const std::size_t curve : group) { names << curves_[curve].style.name; }
    for (qsizetype shown = names.size(); shown > 0 && names.size() > 1; --shown) {
        QStringList some = names.first(shown);
        if (shown < names.size()) { some << tr("+%1").arg(names.size() - shown); }
        const QString text = some.join(tr(", "));
        if (metrics.horizontalAdvance(text) <= room) { return text; }
    }
    if (names.size() > 1) { return tr("%1 curves").arg(names.size()); }
    return metrics.elidedText(names.first(), Qt::ElideMiddle, room); // names of runs begin alike
}

// Names right of the curves' ends, in their colours; pushed apart where ends lie close together, and then a line leads back.
void LineChart::drawEndLabels(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    endLabels_.clear();
    struct Wanted {
        EndLabel label;
        double x = 0;
        std::vector<std::size_t> curves;
    };
    std::vector<Wanted> all;
    for (const auto& group : endGroups()) {
        Wanted wanted;
        for (const std::size_t curve : group) {
            const auto end = endOf(curves_[curve]);
            const QPointF at = pixelOf(end->x, end->y);
            wanted.x = at.x();
            wanted.label.lineY += std::clamp(at.y(), plot_.top(), plot_.bottom()) / static_cast<double>(group.size());
        }
        wanted.label.text = joinedNames(group, endLabelWidth());
        wanted.label.color = wordsColor(curves_[group.front()].pen.color());
        wanted.curves = group;
        all.push_back(std::move(wanted));
    }
    std::ranges::sort(all, {}, [](const Wanted& w) { return w.label.lineY; });
    const double top = plot_.top() - line / 2;
    const double bottom = plot_.bottom() + line / 4; // where the numbers of the step axis begin
    const auto capacity = static_cast<std::size_t>(std::max(1.0, std::floor((bottom - top) / line)));
    while (all.size()
           > capacity) { // there is no place for all: every other one goes, until the rest can stand at their lines
        for (std::size_t i = 1; i < all.size() && all.size() > capacity; ++i) {
            all.erase(all.begin() + std::ptrdiff_t(i));
        }
    }
    std::vector<double> places;
    for (const Wanted& wanted : all) { places.push_back(wanted.label.lineY - line / 2); }
    places = spreadOut(places, line, top, bottom);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Wanted& wanted = all[i];
        const double gap = line * 0.6;
        const QRectF rect =
            textRect(metrics, wanted.label.text, wanted.x + gap, places[i], Anchor::Left).adjusted(0, 1, 0, -1);
        wanted.label.rect = rect;
        if (!lettering_.draw(painter, rect, wanted.label.text, wanted.label.color)) { continue; }
        if (wanted.curves.size() > 1) { paintJoined(painter, wanted.label, wanted.curves); }
        wanted.label.hasLeader = std::abs(rect.center().y() - wanted.label.lineY) > line * 0.3;
        if (wanted.label.hasLeader) {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(curves_[wanted.curves.front()].pen.color(), strokeWidth(1)));
            painter.drawLine(QPointF(wanted.x + 2, wanted.label.lineY), QPointF(rect.left() - 2, rect.center().y()));
            painter.restore();
        }
        endLabels_.push_back(wanted.label);
    }
}

// Over the label of all: each name again, in its own curve's colour.
void LineChart::paintJoined(QPainter& painter, const EndLabel& label, const std::vector<std::size_t>& curves) const
{
    const QFontMetricsF metrics(painter.font());
    painter.fillRect(label.rect, theme().surface);
    double x = label.rect.left();
    const QStringList parts = label.text.split(tr(", "));
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const bool isName = static_cast<std::size_t>(i) < curves.size()
                            && parts[i] == curves_[curves[static_cast<std::size_t>(i)]].style.name;
        const QString text = i + 1 < parts.size() ? parts[i] + tr(", ") : parts[i];
        painter.setPen(isName ? wordsColor(curves_[curves[static_cast<std::size_t>(i)]].pen.color()) : theme().text);
        painter.drawText(QRectF(x, label.rect.top(), label.rect.width(), label.rect.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, text);
        x += metrics.horizontalAdvance(text);
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
