// SPDX-License-Identifier: GPL-3.0-or-later
// How the user moves the line chart's ranges: the wheel zooms the steps, with Ctrl the values, dragging moves; +, - and 0
// do it from the keyboard. A range that the user chose stays while data come; "Auto", 0 or a double click gives it back.
#include "ui/chart/line_chart.h"

#include <QMouseEvent>

#include <cmath>

namespace gridscope::ui {

namespace {

constexpr double leastSteps = 5;
constexpr double keyFactor = 1.5;

} // namespace

void LineChart::addAutoButton()
{
    auto_ = new QToolButton(this);
    auto_->setObjectName(QStringLiteral("autoRange"));
    auto_->setText(tr("Auto"));
    auto_->setAccessibleName(tr("Automatic range of the axes"));
    auto_->setToolTip(tr("Back to the automatic range (0)"));
    auto_->setFocusPolicy(Qt::TabFocus);
    auto_->hide();
    connect(auto_, &QToolButton::clicked, this, &LineChart::resetZoom);
}

void LineChart::placeAutoButton()
{
    constexpr int inset = 4; // pixels
    auto_->adjustSize();
    auto_->move(width() - auto_->width() - inset, inset);
}

void LineChart::applyRanges()
{
    const AxisZoom::Range& s = stepZoom_.shown();
    const AxisZoom::Range& v = valueZoom_.shown();
    auto_->setVisible(isZoomed() && !isPicture_);
    if (isZoomed()) { placeAutoButton(); }
    const bool isSame =
        steps_->min() == s.low && steps_->max() == s.high && values_->min() == v.low && values_->max() == v.high;
    if (isSame) { return; }
    steps_->setRange(s.low, s.high);
    values_->setRange(v.low, v.high);
    thinAll();                                 // far points are drawn as near as the axes allow
    if (leftRoom() != leftRoom_) { layOut(); } // other numbers may need another margin
    viewport()->update();
}

void LineChart::zoomSteps(double at, double factor)
{
    stepZoom_.zoom(at, factor, leastSteps);
    applyRanges();
    Q_EMIT zoomed();
}

void LineChart::takeZoom(const LineChart& other)
{
    stepZoom_ = other.stepZoom_;
    valueZoom_ = other.valueZoom_;
    isPicture_ = true; // which has no buttons
    applyRanges();
}

void LineChart::resetZoom()
{
    stepZoom_.reset();
    valueZoom_.reset();
    if (auto_->hasFocus()) { setFocus(); }
    applyRanges();
    Q_EMIT zoomed();
}

double LineChart::stepAt(double x) const
{
    return steps_->min() + (x - plot_.left()) / plot_.width() * (steps_->max() - steps_->min());
}

double LineChart::valueAt(double y) const
{
    return values_->min() + (plot_.bottom() - y) / plot_.height() * (values_->max() - values_->min());
}

void LineChart::wheelEvent(QWheelEvent* event)
{
    constexpr double perNotch = 1.25;
    constexpr double eighthsOfANotch = 120;
    if (isEmpty() || event->angleDelta().y() == 0) { return event->ignore(); }
    const double factor = std::pow(perNotch, event->angleDelta().y() / eighthsOfANotch);
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        valueZoom_.zoom(valueAt(event->position().y()), factor, (valueRange_.high() - valueRange_.low()) / 1000);
    } else {
        stepZoom_.zoom(stepAt(event->position().x()), factor, leastSteps);
    }
    applyRanges();
    event->accept();
    Q_EMIT zoomed();
}

void LineChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) { drag_ = event->position(); }
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    mouse_ = event->position();
    if (drag_ && event->buttons().testFlag(Qt::LeftButton) && isZoomed()) {
        stepZoom_.pan(stepAt(drag_->x()) - stepAt(mouse_->x()));
        valueZoom_.pan(valueAt(drag_->y()) - valueAt(mouse_->y()));
        drag_ = mouse_;
        applyRanges();
        Q_EMIT zoomed();
    }
    viewport()->update();
}

void LineChart::mouseReleaseEvent(QMouseEvent*) { drag_.reset(); }
void LineChart::mouseDoubleClickEvent(QMouseEvent*) { resetZoom(); }

void LineChart::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == 0;
    const double middle = (steps_->min() + steps_->max()) / 2;
    if (isPlain && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)) {
        zoomSteps(middle, keyFactor);
    } else if (isPlain && event->key() == Qt::Key_Minus) {
        zoomSteps(middle, 1 / keyFactor);
    } else if (isPlain && event->key() == Qt::Key_0) {
        resetZoom();
    } else {
        event->ignore(); // the window's keys; the base class would scroll
    }
}

} // namespace gridscope::ui
