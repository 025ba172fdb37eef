// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/lamp.h"

#include "ui/look/theme.h"

#include <QPainter>

namespace gridscope::ui {
namespace {

QString wordOf(Lamp::State state)
{
    switch (state) {
    case Lamp::State::Off: return Lamp::tr("NO RUN");
    case Lamp::State::Loading: return Lamp::tr("LOADING");
    case Lamp::State::Live: return Lamp::tr("LIVE");
    case Lamp::State::Evaluating: return Lamp::tr("TESTING");
    case Lamp::State::Paused: return Lamp::tr("PAUSED");
    case Lamp::State::Past: return Lamp::tr("PAST");
    case Lamp::State::Recorded: return Lamp::tr("RECORDED");
    case Lamp::State::Ended: return Lamp::tr("ENDED");
    case Lamp::State::Failed: return Lamp::tr("FAILED");
    }
    return {};
}

QColor colorOf(Lamp::State state)
{
    switch (state) {
    case Lamp::State::Live:
    case Lamp::State::Evaluating: return theme().focus;
    case Lamp::State::Paused: return theme().warning;
    case Lamp::State::Failed: return theme().error;
    default: return theme().faintText;
    }
}

} // namespace

Lamp::Lamp(QWidget* parent) : QWidget(parent) { setAccessibleName(wordOf(state_)); }

void Lamp::show(State state)
{
    if (state == state_) { return; }
    state_ = state;
    setAccessibleName(wordOf(state));
    update();
}

QSize Lamp::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    return {metrics.horizontalAdvance(wordOf(State::Recorded)) + metrics.height() * 2, metrics.height() + 10};
}

void Lamp::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = colorOf(state_);
    const int lineHeight = fontMetrics().height();
    const QRectF dot(lineHeight * 0.35, (height() - lineHeight * 0.6) / 2, lineHeight * 0.6, lineHeight * 0.6);
    painter.setPen(QPen(color, 2));
    painter.setBrush(state_ == State::Live ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawEllipse(dot);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(state_ == State::Live ? theme().text : color);
    painter.drawText(rect().adjusted(int(lineHeight * 1.3), 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, wordOf(state_));
}

} // namespace gridscope::ui
