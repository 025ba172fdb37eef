// SPDX-License-Identifier: GPL-3.0-or-later
// What the chart holds; numbers, marks and cursors are in line_chart_paint.cpp, names at line ends in line_chart_labels.cpp.
#include "ui/chart/line_chart.h"

#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <memory>

namespace gridscope::ui {

namespace {

// What lies between gaps wider than `gap`; points that are not finite at either end belong to none.
std::vector<std::span<const run::Point>> piecesOf(std::span<const run::Point> all, double gap)
{
    std::vector<std::span<const run::Point>> pieces;
    std::size_t from = 0, end = 0; // one after the piece's last point
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (!std::isfinite(all[at].y)) { continue; }
        const bool isAfterGap = end != at && end != from && all[at].x - all[end - 1].x > gap;
        if (isAfterGap) { pieces.push_back(all.subspan(from, end - from)); }
        if (isAfterGap || end == from) { from = at; }
        end = at + 1;
    }
    if (end != from) { pieces.push_back(all.subspan(from, end - from)); }
    return pieces;
}

} // namespace

LineChart::Style otherRunStyle(const QString& name)
{
    return {name, [](const Theme& t) { return t.text; }, {1, 2}, 2.5};
}

LineChart::LineChart(QWidget* parent)
    : QChartView(new QChart, parent) // a chart set later would leak the view's own first one
      ,
      steps_(new QValueAxis), values_(new QValueAxis), format_(valueText)
{
    installChartAccessibility();
    clock_.start();
    addAutoButton(); // before anything can lay the view out
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->addAxis(steps_, Qt::AlignBottom);
    chart()->addAxis(values_, Qt::AlignLeft);
    for (QValueAxis* axis : {steps_, values_}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
        axis->setGridLineVisible(false); // drawn with the numbers they belong to
    }
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&ThemeSource::instance(), &ThemeSource::changed, this, &LineChart::restyle);
    restyle();
}

LineChart::~LineChart() = default;

QSize LineChart::sizeHint() const { return {30 * fontMetrics().averageCharWidth(), 11 * fontMetrics().height()}; }
QSize LineChart::minimumSizeHint() const { return {22 * fontMetrics().averageCharWidth(), 7 * fontMetrics().height()}; }

void LineChart::setTitles(const QStringList& y, const QString& x)
{
    if (y == yTitle_ && x == xTitle_) { return; }
    yTitle_ = y;
    xTitle_ = x;
    layOut();
}

QLineSeries* LineChart::addSeries(const QPen& pen)
{
    auto* series = new QLineSeries;
    chart()->addSeries(series);
    series->attachAxis(steps_);
    series->attachAxis(values_);
    series->setPen(pen);
    return series;
}

void LineChart::setCurves(std::vector<Style> styles)
{
    const bool same = std::ranges::equal(styles, curves_, {}, {}, &Curve::style);
    if (same) { return; }
    for (const Curve& curve : curves_) {
        for (QLineSeries* piece : curve.pieces) {
            chart()->removeSeries(piece);
            const std::unique_ptr<QLineSeries> goes(piece); // removing hands it back
        }
    }
    curves_.clear();
    for (Style& style : styles) { curves_.push_back({std::move(style), {addSeries({})}}); }
    restyle();
    layOut();
}

void LineChart::replace(std::size_t curve, run::Curve points)
{
    Curve& target = curves_.at(curve);
    target.points = std::move(points);
    const auto last = std::find_if(target.points.rbegin(), target.points.rend(),
                                   [](const run::Point& p) { return std::isfinite(p.y); });
    target.end = last == target.points.rend() ? std::nullopt : std::optional(*last);
    thin(target);
}

// Low and high of each pixel column of what is on show, with a neighbour on each side so that lines run to the edge.
void LineChart::thin(Curve& curve)
{
    const auto& all = curve.points;
    const AxisZoom::Range range = stepZoom_.isUsers() ? stepZoom_.shown() : everything;
    auto first = std::ranges::lower_bound(all, range.low, {}, &run::Point::x);
    auto last = std::ranges::upper_bound(all, range.high, {}, &run::Point::x);
    if (first != all.begin()) { --first; }
    if (last != all.end()) { ++last; }
    constexpr double narrow = 2; // pixels: a narrower gap cannot be seen
    std::size_t used = 0;
    for (const auto& piece : piecesOf(std::span(first, last), narrow * stepsPerPixel())) {
        drawPiece(curve, used++, piece);
    }
    for (; used < curve.pieces.size(); ++used) { curve.pieces[used]->clear(); }
}

double LineChart::stepsPerPixel() const { return stepZoom_.shown().span() / std::max(1.0, plot_.width()); }

void LineChart::drawPiece(Curve& curve, std::size_t index, std::span<const run::Point> piece)
{
    const double share = (piece.back().x - piece.front().x) / std::max(1e-9, stepsPerPixel() * plot_.width());
    const int columns = static_cast<int>(std::clamp(share, 0.0, 1.0) * plot_.width()) + 1;
    const bool fits = piece.size() <= 2 * static_cast<std::size_t>(columns);
    run::Curve shown = fits ? run::Curve(piece.begin(), piece.end()) : run::thinned(piece, columns);
    const bool hasEnd = !shown.empty() && shown.back().x == piece.back().x;
    if (!hasEnd) { shown.push_back(piece.back()); } // where its name stands
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(shown.size()));
    for (const run::Point& p : shown) {
        if (std::isfinite(p.y)) { list.append(drawn(p)); }
    }
    if (index == curve.pieces.size()) { curve.pieces.push_back(addSeries(curve.pen)); }
    if (list != curve.pieces[index]->points()) { curve.pieces[index]->replace(list); }
}

void LineChart::thinAll()
{
    for (Curve& curve : curves_) { thin(curve); }
}

std::vector<QList<QPointF>> LineChart::pieces(std::size_t curve) const
{
    std::vector<QList<QPointF>> all;
    for (const QLineSeries* piece : curves_.at(curve).pieces) {
        if (piece->count() > 0) { all.push_back(piece->points()); }
    }
    return all;
}

// Qt Charts paints a point that is far outside the axes as far outside the chart, where no painter can count to.
QPointF LineChart::drawn(const run::Point& point) const
{
    const auto near = [](double value, const QValueAxis& axis, double pixels) {
        const double beyond = (axis.max() - axis.min()) * farAway / pixels;
        return beyond > 0 ? std::clamp(value, axis.min() - beyond, axis.max() + beyond) : value;
    };
    return {near(point.x, *steps_, plot_.width()), near(point.y, *values_, plot_.height())};
}

bool LineChart::isEmpty() const
{
    return std::ranges::none_of(curves_, [](const Curve& c) { return c.end.has_value(); });
}

void LineChart::setStepRange(double low, double high)
{
    stepZoom_.setAutomatic({low, high});
    applyRanges();
}

void LineChart::fitValues(double low, double high, const AxisZoom::Range& bounds)
{
    if (!valueRange_.fit(low, high, clock_.elapsed())) { return; }
    setValueRange(std::max(valueRange_.low(), bounds.low), std::min(valueRange_.high(), bounds.high));
}

void LineChart::setValueRange(double low, double high)
{
    valueZoom_.setAutomatic({low, high});
    applyRanges();
}

void LineChart::setValueFormat(std::function<QString(double, double)> format)
{
    format_ = std::move(format);
    layOut();
}

void LineChart::setReference(std::optional<double> value, const QString& text)
{
    if (value == reference_ && text == referenceText_) { return; }
    reference_ = value;
    referenceText_ = text;
    viewport()->update();
}

void LineChart::setMarks(std::vector<Mark> marks)
{
    if (marks == marks_) { return; }
    marks_ = std::move(marks);
    viewport()->update();
}

void LineChart::setCursor(std::optional<double> step)
{
    if (step == cursor_) { return; }
    cursor_ = step;
    viewport()->update();
}

void LineChart::setShadedUntil(std::optional<double> step, const QString& text)
{
    if (step == shadedUntil_ && text == shadedText_) { return; }
    shadedUntil_ = step;
    shadedText_ = text;
    viewport()->update();
}

void LineChart::setEmptyText(const QString& text)
{
    emptyText_ = text;
    viewport()->update();
}

void LineChart::startOver()
{
    valueRange_.reset();
    stepZoom_.reset();
    valueZoom_.reset();
    applyRanges();
    viewport()->update();
}

double LineChart::valueLow() const { return values_->min(); }
double LineChart::valueHigh() const { return values_->max(); }

QPointF LineChart::pixelOf(double step, double value) const
{
    return {pixelBetween(step, steps_->min(), steps_->max(), plot_.left(), plot_.right()),
            pixelBetween(value, values_->min(), values_->max(), plot_.bottom(), plot_.top())};
}

void LineChart::restyle()
{
    setBackgroundBrush(theme().surface);
    for (Curve& curve : curves_) {
        QPen pen(curve.style.color(theme()), strokeWidth(curve.style.width));
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCapStyle(curve.style.dashes.isEmpty() ? Qt::RoundCap : Qt::FlatCap);
        if (!curve.style.dashes.isEmpty()) { pen.setDashPattern(curve.style.dashes); }
        curve.pen = pen;
        for (QLineSeries* piece : curve.pieces) { piece->setPen(pen); }
    }
    viewport()->update();
}

double LineChart::endLabelWidth() const
{
    const QFontMetricsF metrics(font());
    double widest = metrics.height() / 2;
    QStringList names;
    for (const Curve& curve : curves_) {
        widest = std::max(widest, metrics.horizontalAdvance(curve.style.name));
        names << curve.style.name;
    }
    if (joinsEnds_) { widest = std::max(widest, metrics.horizontalAdvance(names.join(tr(", ")))); }
    return std::min(std::ceil(widest) + 1, width() * 0.35);
}

void LineChart::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double right = std::ceil(endLabelWidth() + line * 0.9);
    const double top = std::ceil(2 * line);
    const double bottom = std::ceil(1.5 * line);
    plot_.setHeight(std::max(2.0, height() - top - bottom)); // which decides how many numbers there are
    const double left = leftRoom_ = leftRoom();
    plot_ = QRectF(left, top, width() - left - right, height() - top - bottom);
    plot_ = QRectF(plot_.topLeft(), plot_.size().expandedTo({2, 2}));
    chart()->resize(size());
    chart()->setPlotArea(plot_);
    thinAll();
    placeAutoButton();
    viewport()->update();
}

void LineChart::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    layOut();
}

void LineChart::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateGeometry();
        layOut();
    }
}

void LineChart::leaveEvent(QEvent*)
{
    mouse_.reset();
    viewport()->update();
}

void LineChart::focusInEvent(QFocusEvent* event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void LineChart::focusOutEvent(QFocusEvent* event)
{
    QChartView::focusOutEvent(event);
    viewport()->update();
}

} // namespace gridscope::ui
