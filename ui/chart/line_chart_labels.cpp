// SPDX-License-Identifier: GPL-3.0-or-later
// Names at the ends of the line chart's curves: which there are, where each finds a place, and how they look.
#include "ui/chart/line_chart.h"

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

// Where there is no place for all, every other one goes, until the rest can stand at their lines.
template <typename Labels>
void keepEveryOther(Labels& all, std::size_t most)
{
    while (all.size() > most) {
        for (std::size_t i = 1; i < all.size() && all.size() > most; ++i) {
            all.erase(all.begin() + std::ptrdiff_t(i));
        }
    }
}

} // namespace

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

// The labels with their lines, from above to below, before they have a place.
std::vector<LineChart::WantedLabel> LineChart::wantedEndLabels() const
{
    std::vector<WantedLabel> all;
    for (const auto& group : endGroups()) {
        WantedLabel wanted;
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
    std::ranges::sort(all, {}, [](const WantedLabel& w) { return w.label.lineY; });
    return all;
}

// Names right of the curves' ends, in their colours; pushed apart where ends lie close together, and then a line leads back.
void LineChart::drawEndLabels(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const double line = metrics.height();
    const double top = plot_.top() - line / 2;
    const double bottom = plot_.bottom() + line / 4; // where the numbers of the step axis begin
    endLabels_.clear();
    auto all = wantedEndLabels();
    keepEveryOther(all, static_cast<std::size_t>(std::max(1.0, std::floor((bottom - top) / line))));
    std::vector<double> places;
    for (const WantedLabel& wanted : all) { places.push_back(wanted.label.lineY - line / 2); }
    places = spreadOut(places, line, top, bottom);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const QRectF rect = textRect(metrics, all[i].label.text, all[i].x + line * 0.6, places[i], Anchor::Left);
        all[i].label.rect = rect.adjusted(0, 1, 0, -1);
        drawEndLabel(painter, all[i]);
    }
}

void LineChart::drawEndLabel(QPainter& painter, WantedLabel& wanted)
{
    EndLabel& label = wanted.label;
    if (!lettering_.draw(painter, label.rect, label.text, label.color)) { return; }
    if (wanted.curves.size() > 1) { paintJoined(painter, label, wanted.curves); }
    const double distance = std::abs(label.rect.center().y() - label.lineY);
    label.hasLeader = distance > QFontMetricsF(font()).height() * 0.3;
    if (label.hasLeader) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(curves_[wanted.curves.front()].pen.color(), strokeWidth(1)));
        painter.drawLine(QPointF(wanted.x + 2, label.lineY), QPointF(label.rect.left() - 2, label.rect.center().y()));
        painter.restore();
    }
    endLabels_.push_back(label);
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

} // namespace gridscope::ui
