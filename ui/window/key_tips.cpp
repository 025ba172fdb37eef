// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/key_tips.h"

#include "ui/look/command_property.h"

#include <QEvent>

namespace gridscope::ui {

KeyTips::KeyTips(const Keys& keys, QWidget& root) : QObject(&root), keys_(keys)
{
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->property(commandProperty).toString().isEmpty()) { continue; }
        plain_.insert(widget, widget->toolTip());
        widget->installEventFilter(this);
        connect(widget, &QObject::destroyed, this, [this, widget] { plain_.remove(widget); });
        show(*widget);
    }
    connect(&keys_, &Keys::changed, this, [this] {
        for (QWidget* widget : plain_.keys()) { show(*widget); }
    });
}

bool KeyTips::eventFilter(QObject* watched, QEvent* event)
{
    auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::ToolTipChange && !isShowing_ && widget != nullptr) {
        plain_[widget] = widget->toolTip();
        show(*widget);
    }
    return QObject::eventFilter(watched, event);
}

void KeyTips::show(QWidget& widget)
{
    const QString before = widget.toolTip();
    const QString keys = keysFor(widget);
    const QString plain = plain_.value(&widget);
    const QString text = keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys);
    const bool isDescription = widget.accessibleDescription() == before || widget.accessibleDescription() == plain;
    isShowing_ = true;
    widget.setToolTip(text);
    isShowing_ = false;
    if (isDescription && !widget.accessibleDescription().isEmpty()) { widget.setAccessibleDescription(text); }
}

QString KeyTips::keysFor(const QWidget& widget) const
{
    QStringList keys;
    for (const QString& id : widget.property(commandProperty).toString().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const QString text = keys_.text(id);
        if (!text.isEmpty()) { keys += text; }
    }
    return keys.join(QStringLiteral(", "));
}

} // namespace gridscope::ui
