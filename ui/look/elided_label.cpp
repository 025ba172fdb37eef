// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/elided_label.h"

#include "ui/look/plain_label.h"
#include "ui/look/theme.h"

#include <QPainter>

namespace gridscope::ui {

ElidedLabel::ElidedLabel(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); }

void ElidedLabel::setText(const QString& text)
{
    if (text == text_) { return; }
    text_ = text;
    setAccessibleName(text);
    setToolTip(plainTip(text));
    update();
}

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(text_), fontMetrics().height() + 4}; }

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 8, fontMetrics().height() + 4};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setPen(theme().faintText);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text_, Qt::ElideRight, width()));
}

} // namespace gridscope::ui
