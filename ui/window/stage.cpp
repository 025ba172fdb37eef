// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/stage.h"

#include "ui/look/theme.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int radius = 36; // pixels

QRect around(QPoint at)
{
    const int reach = radius + int(strokeWidth(6));
    return {at - QPoint(reach, reach), at + QPoint(reach, reach)};
}

} // namespace

Stage::Stage(QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("stage"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void Stage::showRing(bool isShown)
{
    hasRing_ = isShown;
    at_ = mapFromGlobal(QCursor::pos());
    follow();
}

void Stage::blank(bool isBlank)
{
    isBlank_ = isBlank;
    follow();
}

void Stage::follow()
{
    const bool isNeeded = hasRing_ || isBlank_;
    isNeeded ? qApp->installEventFilter(this) : qApp->removeEventFilter(this);
    setGeometry(parentWidget()->rect());
    setVisible(isNeeded);
    raise();
    update();
}

void Stage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (isBlank_) { return painter.fillRect(rect(), Qt::black); }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().surface, strokeWidth(6)));
    painter.drawEllipse(at_, radius, radius);
    painter.setPen(QPen(theme().warning, strokeWidth(3)));
    painter.drawEllipse(at_, radius, radius);
}

bool Stage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == parentWidget()) { follow(); }
    if (event->type() == QEvent::MouseMove && hasRing_) {
        const QPoint before = at_;
        at_ = mapFromGlobal(static_cast<QMouseEvent*>(event)->globalPosition().toPoint());
        update(around(before) | around(at_));
    }
    return false;
}

} // namespace gridscope::ui
