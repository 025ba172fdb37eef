// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/payload_chart.h"

#include "ui/chart/numbers.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <numeric>

namespace gridscope::ui {
namespace {

constexpr double kibi = 1024;

double radius() { return 2.2 * strokeWidth(2); } // a projector's, too

// Colours repeat after a while; the shape goes with them as a second cue.
QPolygonF shapeAt(QPointF centre, std::size_t index)
{
    constexpr int corners[] = {24, 4, 3, 5, 4, 3};
    constexpr double turns[] = {0, 0.125, 0.75, 0.75, 0, 0.25}; // a square, a triangle, a pentagon, a diamond, ...
    const auto kind = index % std::size(corners);
    QPolygonF shape;
    for (int i = 0; i < corners[kind]; ++i) {
        const double angle = 2 * M_PI * (turns[kind] + double(i) / corners[kind]);
        shape << centre + radius() * QPointF(std::cos(angle), std::sin(angle));
    }
    return shape;
}

QString percent(double share) { return numberText(100 * share, 2); }

QString sentenceOf(const experiment::Point& point)
{
    const QString name = QString::fromStdString(point.title);
    const QString error = PayloadChart::tr("%1 % test error").arg(percent(point.error));
    const QString spread =
        point.seeds > 1
            ? PayloadChart::tr(" (%1 to %2, %3 seeds)").arg(percent(point.low), percent(point.high)).arg(point.seeds)
            : QString();
    return PayloadChart::tr("%1 · %2 KiB · %3").arg(name, numberText(point.payloadBytes / kibi, 1), error + spread);
}

// Of these points the indices, ascending by what `key` says of each.
template <typename Key>
std::vector<std::size_t> orderBy(std::size_t points, Key key)
{
    std::vector<std::size_t> order(points);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::ranges::stable_sort(order, {}, key);
    return order;
}

// Where a name goes: beside its dot, and as far down as the others leave no room.
QRectF placeFor(QRectF rect, const QRectF& plot, const std::vector<QRectF>& taken)
{
    const auto isFree = [&](const QRectF& r) {
        return std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(r); });
    };
    const QRectF first = rect;
    for (const double direction : {1.0, -1.0}) {
        rect = first;
        while (rect.bottom() <= plot.bottom() && rect.top() >= plot.top()) {
            if (isFree(rect)) { return rect; }
            rect.translate(0, direction * rect.height() / 4);
        }
    }
    return {};
}

} // namespace

PayloadChart::PayloadChart(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setEmptyText(tr("Dots come as the first runs end."));
}

QSize PayloadChart::sizeHint() const { return {70 * fontMetrics().averageCharWidth(), 20 * fontMetrics().height()}; }
QSize PayloadChart::minimumSizeHint() const
{
    return {30 * fontMetrics().averageCharWidth(), 10 * fontMetrics().height()};
}

void PayloadChart::display(std::vector<experiment::Point> points)
{
    const auto isReference = [](const experiment::Point& p) { return p.isFloat; };
    const auto found = std::ranges::find_if(points, isReference);
    reference_ = found == points.end() ? std::nullopt : std::optional(*found);
    std::erase_if(points, isReference);
    points_ = std::move(points);
    cursor_.reset();
    chooseRanges();
    standApart();
    layOut();
    update();
}

void PayloadChart::chooseRanges()
{
    if (points_.empty()) { return; }
    double most = 0, least = 1e12, low = 100, high = 0;
    for (const experiment::Point& p : points_) {
        most = std::max(most, p.payloadBytes / kibi);
        least = std::min(least, p.payloadBytes / kibi);
        low = std::min(low, 100 * p.low);
        high = std::max(high, 100 * p.high);
    }
    if (reference_) { low = std::min(low, 100 * reference_->error); }
    const double room = std::max(0.1, 0.08 * (high - low));
    const double width = std::max(1e-3, std::max(most - least, 0.2 * most));
    axes_.left = std::max(0.0, least - 0.15 * width);
    axes_.right = most + 0.45 * width; // names stand beside the dots
    axes_.bottom = low - room;
    axes_.top = high + room;
}

void PayloadChart::standApart()
{
    const auto order = orderBy(points_.size(), [this](std::size_t i) { return points_[i].error; });
    places_.assign(points_.size(), 0);
    std::map<std::int64_t, int> seen; // by payload
    constexpr int cycle[] = {0, 1, -1, 2, -2};
    for (const std::size_t i : order) {
        places_[i] = cycle[std::size_t(seen[std::llround(points_[i].payloadBytes)]++) % std::size(cycle)];
    }
}

QPointF PayloadChart::pixelOf(std::size_t index) const
{
    const experiment::Point& point = points_[index];
    return axes_.pixelOf({point.payloadBytes / kibi, 100 * point.error}) + QPointF(2.4 * radius() * places_[index], 0);
}

void PayloadChart::paintReference(QPainter& painter)
{
    if (!reference_) { return; }
    const double y = axes_.pixelOf({0, 100 * reference_->error}).y();
    painter.setPen(QPen(theme().reference, strokeWidth(2), Qt::DotLine));
    painter.drawLine(QPointF(axes_.plot.left(), y), QPointF(axes_.plot.right(), y));
    const QString text =
        tr("%1 (%2 KiB)")
            .arg(QString::fromStdString(reference_->title), numberText(reference_->payloadBytes / kibi, 0));
    const QFontMetricsF metrics(font());
    const QRectF place = textRect(metrics, text, axes_.plot.left() + metrics.height() / 3, y, Anchor::Left);
    lettering_.draw(painter, place, text, theme().faintText);
}

void PayloadChart::paintPoint(QPainter& painter, std::size_t index) const
{
    const experiment::Point& point = points_[index];
    const QPointF at = pixelOf(index);
    const QColor color = layerColor(theme(), index);
    const double worst = axes_.pixelOf({0, 100 * point.high}).y(), best = axes_.pixelOf({0, 100 * point.low}).y();
    painter.setPen(QPen(color, strokeWidth(1.5)));
    painter.drawLine(QPointF(at.x(), worst), QPointF(at.x(), best));
    for (const double end : {worst, best}) {
        painter.drawLine(QPointF(at.x() - 0.7 * radius(), end), QPointF(at.x() + 0.7 * radius(), end));
    }
    painter.setPen(QPen(index == chosen() ? theme().text : theme().surface, strokeWidth(1)));
    painter.setBrush(color);
    painter.drawPolygon(shapeAt(at, index));
}

void PayloadChart::paintNames(QPainter& painter)
{
    const QFontMetricsF metrics(font());
    const auto order = orderBy(points_.size(), [this](std::size_t i) { return pixelOf(i).y(); });
    std::vector<QRectF> taken = lettering_.rects();
    const double around = radius() + strokeWidth(1);
    for (const std::size_t i : order) {
        taken.push_back(QRectF(pixelOf(i), QSizeF()).adjusted(-around, -around, around, around));
    }
    for (const std::size_t i : order) {
        const QPointF at = pixelOf(i);
        const QString name = QString::fromStdString(points_[i].title);
        const double beside = (3 + 2.4 * (2 - places_[i])) * radius(); // in one line with those of its payload
        const QRectF wanted = textRect(metrics, name, at.x() + beside, at.y() - metrics.height() / 2, Anchor::Left);
        const bool isInside = wanted.right() < axes_.plot.right();
        const QRectF other = wanted.translated(-2 * beside - wanted.width(), 0);
        const QRectF place = placeFor(isInside ? wanted : other, axes_.plot, taken);
        if (place.isEmpty()) { continue; } // the readout has it
        painter.setPen(QPen(softened(layerColor(theme(), i), theme().surface, 0.5), strokeWidth(1)));
        painter.drawLine(at, QPointF(isInside ? place.left() : place.right(), place.center().y()));
        taken.push_back(place);
        lettering_.drawPill(painter, place, name, wordsColor(layerColor(theme(), i)), theme().surface);
    }
}

void PayloadChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    lettering_.clear();
    painter.fillRect(rect(), theme().surface);
    if (points_.empty()) {
        drawEmptyText(painter, rect(), emptyText_);
    } else {
        layOut();
        painter.setRenderHint(QPainter::Antialiasing);
        axes_.paint(painter, lettering_, tr("payload of the weights, KiB"), tr("test error, %"));
        paintReference(painter);
        paintNames(painter);
        for (std::size_t i = 0; i < points_.size(); ++i) { paintPoint(painter, i); }
        if (const QString text = readout(); !text.isEmpty()) {
            lettering_.drawReadout(painter, text, pixelOf(*chosen()).x(), axes_.plot.top(), width());
        }
    }
    if (hasFocus()) { drawFocusRing(painter, rect()); }
}

// From dot to dot, from small to large.
void PayloadChart::keyPressEvent(QKeyEvent* event)
{
    const bool isBack = event->key() == Qt::Key_Left, isOn = event->key() == Qt::Key_Right;
    if (points_.empty() || (!isBack && !isOn)) { return ChartWidget::keyPressEvent(event); }
    const auto order = orderBy(points_.size(), [this](std::size_t i) { return points_[i].payloadBytes; });
    const auto found = cursor_ ? std::ranges::find(order, *cursor_) : order.end();
    auto place = found == order.end() ? (isOn ? 0 : order.size() - 1) : std::size_t(found - order.begin());
    if (found != order.end()) { place = (place + (isOn ? 1 : order.size() - 1)) % order.size(); }
    cursor_ = order[place];
    mouse_.reset();
    update();
}

std::optional<std::size_t> PayloadChart::chosen() const
{
    if (!mouse_) { return cursor_; }
    const double reach = 6 * radius();
    std::optional<std::size_t> nearest;
    double least = reach;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        const QPointF away = pixelOf(i) - *mouse_;
        const double distance = std::hypot(away.x(), away.y());
        if (distance < least) {
            least = distance;
            nearest = i;
        }
    }
    return nearest;
}

QString PayloadChart::readout() const
{
    const auto which = chosen();
    return which ? sentenceOf(points_[*which]) : QString();
}

QString PayloadChart::summary() const
{
    QStringList all;
    if (reference_) { all << sentenceOf(*reference_); }
    for (const experiment::Point& p : points_) { all << sentenceOf(p); }
    return all.join(QStringLiteral("; "));
}

} // namespace gridscope::ui
