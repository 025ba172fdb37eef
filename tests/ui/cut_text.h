// SPDX-License-Identifier: GPL-3.0-or-later
// Which visible widgets have less room than their text needs.
#pragma once

#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>

namespace gridscope::test {

inline QString nameOf(const QWidget* widget)
{
    return QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName()
           + QLatin1Char(' ') + widget->accessibleName();
}

inline bool isCut(const QWidget* widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(widget)) {
        if (label->text().isEmpty()) { return false; }
        if (label->wordWrap()) { return label->heightForWidth(label->width()) > label->height() + 1; }
    } else if (qobject_cast<const QAbstractButton*>(widget) == nullptr
               && qobject_cast<const QComboBox*>(widget) == nullptr
               && qobject_cast<const QAbstractSpinBox*>(widget) == nullptr) {
        return false;
    }
    const QSize hint = widget->minimumSizeHint();
    return hint.width() > widget->width() + 1 || hint.height() > widget->height() + 1;
}

inline QStringList cutTexts(const QWidget& window)
{
    QStringList cut;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || !isCut(widget)) { continue; }
        const QSize hint = widget->minimumSizeHint();
        cut += nameOf(widget)
               + QString(": %1x%2 of %3x%4")
                     .arg(widget->width())
                     .arg(widget->height())
                     .arg(hint.width())
                     .arg(hint.height());
    }
    return cut;
}

} // namespace gridscope::test
