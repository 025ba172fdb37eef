// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/hint_bubble.h"

#include "ui/look/theme.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QPainterPath>

namespace gridscope::ui {
namespace {

constexpr int arrow = 9;
constexpr int padding = 11;

} // namespace

HintBubble::HintBubble(QWidget* parent) : QWidget(parent)
{
    hide();
    timer_.setSingleShot(true);
    timer_.setInterval(shownMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
}

void HintBubble::pointAt(const QWidget& target, const QString& text)
{
    text_ = text;
    setAccessibleName(text);
    const QPoint below = target.mapTo(parentWidget(), QPoint(target.width() / 2, target.height() + 2));
    const QSize size = bubbleSize();
    const int left = qBound(6, below.x() - size.width() / 3, qMax(6, parentWidget()->width() - size.width() - 6));
    setGeometry(left, below.y(), size.width(), size.height());
    tip_ = below.x() - left;
    raise();
    show();
    timer_.start();
    qApp->installEventFilter(this);
}

QSize HintBubble::bubbleSize() const
{
    return fontMetrics().size(0, text_) + QSize(2 * padding, 2 * padding - 4 + arrow);
}

void HintBubble::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath box;
    box.addRoundedRect(QRectF(rect()).adjusted(1, arrow, -1, -1), 7, 7);
    QPainterPath point(QPointF(tip_ - arrow, arrow + 1));
    point.lineTo(tip_, 1);
    point.lineTo(tip_ + arrow, arrow + 1);
    painter.fillPath(box.united(point), theme().focus);
    painter.setPen(theme().surface);
    painter.drawText(rect().adjusted(0, arrow, 0, 0), Qt::AlignCenter, text_);
}

void HintBubble::mousePressEvent(QMouseEvent*) { hide(); }

bool HintBubble::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        qApp->removeEventFilter(this);
        hide();
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gridscope::ui
