// SPDX-License-Identifier: GPL-3.0-or-later
// What the microscope shows and where; how it looks is in microscope_paint.cpp.
#include "ui/chart/microscope_view.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/chart/pixels.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr int mostToEachSide = 4; // cells beside the chosen one; more would be too narrow to read
constexpr double beyond = 0.15;   // cells of room outside the outermost borders
constexpr int partsOfCell = 64;   // of the factor's curve

} // namespace

MicroscopeView::MicroscopeView(QWidget* parent) : ChartWidget(parent)
{
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize MicroscopeView::sizeHint() const { return {40 * fontMetrics().averageCharWidth(), 18 * fontMetrics().height()}; }
QSize MicroscopeView::minimumSizeHint() const
{
    return {24 * fontMetrics().averageCharWidth(), 11 * fontMetrics().height()};
}

void MicroscopeView::display(const OneWeight& one)
{
    one_ = one;
    phase_.reset();
    fitAxes();
    update();
}

void MicroscopeView::display(const OneStep& step, StepPhase phase)
{
    one_ = isBeforeTheMove(phase) ? step.before : step.after;
    if (phase != StepPhase::Move) { one_->before.reset(); } // no arrow yet, or no longer
    phase_ = phase;
    loss_ = step.loss;
    fitAxes();
    update();
}

QRectF MicroscopeView::stageOf(StepPhase phase) const
{
    const double strip = lower_.top() - upper_.bottom();
    switch (phase) {
    case StepPhase::PickLevel:
    case StepPhase::NewLevel: return upper_;
    case StepPhase::Gradient: return lower_;
    case StepPhase::Move: return {upper_.left(), upper_.bottom() - strip / 4, upper_.width(), strip * 1.5};
    case StepPhase::Loss: return {};
    }
    return {};
}

void MicroscopeView::clear()
{
    one_.reset();
    keyboard_.reset();
    update();
}

void MicroscopeView::layOut()
{
    const QFontMetricsF metrics(font());
    const double line = std::ceil(metrics.height());
    const double left = std::ceil(metrics.horizontalAdvance(QStringLiteral("−0.88")) + line * 0.7);
    const double width = std::max(2.0, this->width() - left - line * 0.7);
    codeTop_ = std::ceil(line / 4);
    const double top = codeTop_ + line + std::ceil(line / 4);
    valueTop_ = height() - 2 * line - std::ceil(line / 3);
    const double room = std::max(4.0, valueTop_ - line / 4 - top);
    const double gap = std::ceil(line * 0.8); // between the two parts: the arrow's place
    upper_ = {left, top, width, std::floor((room - gap) * 0.58)};
    lower_ = {left, upper_.bottom() + gap, width, std::max(2.0, room - gap - upper_.height())};
}

void MicroscopeView::fitAxes()
{
    const OneWeight& one = *one_;
    first_ = std::max(one.grid.low, one.code - mostToEachSide);
    last_ = std::min(one.grid.high, one.code + mostToEachSide);
    low_ = one.border(first_) - beyond * one.cell();
    high_ = one.border(last_ + 1) + beyond * one.cell();
    // A weight outside the grid is on show unless it is further out than a cell.
    low_ = std::min(low_, std::max(one.weight - beyond * one.cell(), low_ - one.cell()));
    high_ = std::max(high_, std::min(one.weight + beyond * one.cell(), high_ + one.cell()));
    factorLow_ = 0;
    factorHigh_ = 1e-9;
    for (int code = first_; code <= last_; ++code) {
        for (int i = 0; i <= partsOfCell; ++i) {
            const double factor = one.gradientFactor(one.border(code) + one.cell() * (i + 0.5) / (partsOfCell + 1));
            if (!std::isfinite(factor)) { continue; }
            factorLow_ = std::min(factorLow_, factor);
            factorHigh_ = std::max(factorHigh_, factor);
        }
    }
    const double room = 0.1 * (factorHigh_ - factorLow_);
    factorHigh_ += room;
    factorLow_ -= room;
}

double MicroscopeView::pixelOf(double weight) const
{
    return pixelBetween(weight, low_, high_, upper_.left(), upper_.right());
}

double MicroscopeView::barTop(int code) const
{
    return pixelBetween(one_->probability(code), 0, 1, upper_.bottom(), upper_.top());
}

double MicroscopeView::pixelOfFactor(double factor) const
{
    return pixelBetween(factor, factorLow_, factorHigh_, lower_.bottom(), lower_.top());
}

// Inside the cell only: the multi-class factor jumps at its borders.
QPolygonF MicroscopeView::factorCurve(int code) const
{
    QPolygonF curve;
    const double inside = 1e-9;
    const double from = code == one_->grid.low ? low_ : one_->border(code) + inside * one_->cell();
    const double to = code == one_->grid.high ? high_ : one_->border(code + 1) - inside * one_->cell();
    for (int i = 0; i <= partsOfCell; ++i) {
        const double at = from + (to - from) * i / partsOfCell;
        const QPointF point(pixelOf(at), pixelOfFactor(one_->gradientFactor(at)));
        if (isSomewhere(point)) { curve << point; }
    }
    return curve;
}

std::optional<int> MicroscopeView::pointed() const
{
    if (!one_) { return std::nullopt; }
    if (!mouse_) { return keyboard_ ? std::optional(std::clamp(*keyboard_, first_, last_)) : std::nullopt; }
    const bool isInside = upper_.united(lower_).contains(*mouse_);
    const double weight = low_ + (mouse_->x() - upper_.left()) / upper_.width() * (high_ - low_);
    return isInside ? std::optional(std::clamp(one_->levels().nearest(weight) + one_->grid.low, first_, last_))
                    : std::nullopt;
}

QString MicroscopeView::readout() const
{
    const auto code = pointed();
    if (!code) { return {}; }
    const OneWeight& one = *one_;
    const double point = one.point(*code);
    QString text = tr("code %1 · g %2 · r %3")
                       .arg(codeText(*code), valueText(point, one.cell() / 100), numberText(one.probability(*code), 4));
    if (*code == one.code) { text += tr(" · chosen"); }
    if (!mouse_ || !lower_.contains(*mouse_)) { return text; }
    const double weight = low_ + (mouse_->x() - upper_.left()) / upper_.width() * (high_ - low_);
    const double factor = one.gradientFactor(weight);
    if (std::isnan(factor)) { return text; }
    return tr("a weight at %1 · gradient factor %2").arg(valueText(weight, one.cell() / 100), numberText(factor, 3));
}

void MicroscopeView::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (key == Qt::Key_Up || key == Qt::Key_Down) {
        Q_EMIT weightAsked(key == Qt::Key_Up ? -1 : 1);
    } else if (key == Qt::Key_Escape && keyboard_) {
        keyboard_.reset();
    } else if ((key == Qt::Key_Left || key == Qt::Key_Right) && one_) {
        const auto before = pointed();
        keyboard_ = std::clamp(before.value_or(one_->code)
                                   + (!before               ? 0
                                      : key == Qt::Key_Left ? -1
                                                            : 1),
                               first_, last_);
        mouse_.reset(); // the hand that moved last leads
    } else {
        ChartWidget::keyPressEvent(event);
        return;
    }
    update();
}

} // namespace gridscope::ui
