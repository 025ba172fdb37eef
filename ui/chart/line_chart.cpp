// SPDX-License-Identifier: GPL-3.0-or-later
// What the chart holds; lettering, marks and cursors are in line_chart_paint.cpp.
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

void LineChart::setCurves(std::vector<Style> styles)
{
    const bool same = std::ranges::equal(styles, curves_, {}, {}, &Curve::style);
    if (same) { return; }
    for (const Curve& curve : curves_) {
        chart()->removeSeries(curve.series);
        const std::unique_ptr<QLineSeries> goes(curve.series); // removing hands it back
    }
    curves_.clear();
    for (Style& style : styles) {
        auto* series = new QLineSeries;
        chart()->addSeries(series);
        series->attachAxis(steps_);
        series->attachAxis(values_);
        curves_.push_back({std::move(style), series, std::nullopt, {}});
    }
    restyle();
    layOut();
}

void LineChart::replace(std::size_t curve, std::span<const run::Point> points)
{
    Curve& target = curves_.at(curve);
    target.points.assign(points.begin(), points.end());
    target.end = points.empty() ? std::nullopt : std::optional(points.back());
    draw(target);
}

// Qt Charts paints a point that is far outside the axes as far outside the chart, where no painter can count to.
void LineChart::draw(const Curve& curve) const
{
    const auto near = [](double value, const QValueAxis& axis, double pixels) {
        const double beyond = (axis.max() - axis.min()) * farAway / pixels;
        return beyond > 0 ? std::clamp(value, axis.min() - beyond, axis.max() + beyond) : value;
    };
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(curve.points.size()));
    for (const run::Point& p : curve.points) {
        list.append({near(p.x, *steps_, plot_.width()), near(p.y, *values_, plot_.height())});
    }
    if (list != curve.series->points()) { curve.series->replace(list); }
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

void LineChart::fitValues(double low, double high)
{
    if (valueRange_.fit(low, high, clock_.elapsed())) { setValueRange(valueRange_.low(), valueRange_.high()); }
}

void LineChart::setValueRange(double low, double high)
{
    valueZoom_.setAutomatic({low, high});
    applyRanges();
}

void LineChart::setValueFormat(std::function<QString(double, double)> format) { format_ = std::move(format); }

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
    for (const Curve& curve : curves_) {
        QPen pen(curve.style.color(theme()), strokeWidth(curve.style.width));
        pen.setJoinStyle(Qt::RoundJoin);
        pen.setCapStyle(curve.style.dashes.isEmpty() ? Qt::RoundCap : Qt::FlatCap);
        if (!curve.style.dashes.isEmpty()) { pen.setDashPattern(curve.style.dashes); }
        curve.series->setPen(pen);
    }
    viewport()->update();
}

double LineChart::endLabelWidth() const
{
    const QFontMetricsF metrics(font());
    double widest = metrics.height() / 2;
    for (const Curve& curve : curves_) { widest = std::max(widest, metrics.horizontalAdvance(curve.style.name)); }
    return std::min(widest, width() * 0.35);
}

void LineChart::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double left = std::ceil(metrics.horizontalAdvance(QStringLiteral("88.8")) + line * 0.8);
    const double right = std::ceil(endLabelWidth() + line * 0.9);
    const double top = std::ceil(2 * line);
    const double bottom = std::ceil(1.5 * line);
    plot_ = QRectF(left, top, width() - left - right, height() - top - bottom);
    plot_ = QRectF(plot_.topLeft(), plot_.size().expandedTo({2, 2}));
    chart()->resize(size());
    chart()->setPlotArea(plot_);
    for (const Curve& curve : curves_) { draw(curve); }
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
