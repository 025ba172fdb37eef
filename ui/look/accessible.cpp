// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/accessible.h"

#include <QAbstractItemView>
#include <QAccessibleWidget>
#include <QComboBox>
#include <QSlider>

namespace gridscope::ui {
namespace {

class ComboAccessible final : public QAccessibleWidget {
public:
    explicit ComboAccessible(QComboBox* combo) : QAccessibleWidget(combo, QAccessible::ComboBox) {}

    QString text(QAccessible::Text what) const override
    {
        if (what == QAccessible::Value) { return combo().currentText(); }
        const QString name = combo().accessibleName();
        return what == QAccessible::Name ? (name.isEmpty() ? combo().currentText() : name)
                                         : QAccessibleWidget::text(what);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.expandable = true;
        state.expanded = combo().view()->isVisible();
        return state;
    }
    QStringList actionNames() const override
    {
        return QStringList{showMenuAction()} + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& name) override
    {
        if (name != showMenuAction()) { return QAccessibleWidget::doAction(name); }
        combo().view()->isVisible() ? combo().hidePopup() : combo().showPopup();
    }

private:
    QComboBox& combo() const { return *static_cast<QComboBox*>(widget()); }
};

class SliderAccessible final : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit SliderAccessible(QSlider* slider) : QAccessibleWidget(slider, QAccessible::Slider) {}

    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ValueInterface ? static_cast<QAccessibleValueInterface*>(this)
                                                   : QAccessibleWidget::interface_cast(type);
    }
    QString text(QAccessible::Text what) const override
    {
        const QVariant said = slider().property(valueTextProperty);
        if (what != QAccessible::Value) { return QAccessibleWidget::text(what); }
        return said.isValid() ? said.toString() : QString::number(slider().value());
    }
    QVariant currentValue() const override
    {
        const QVariant number = slider().property(valueNumberProperty);
        return number.isValid() ? number : QVariant(slider().value());
    }
    void setCurrentValue(const QVariant& position) override { slider().setValue(position.toInt()); }
    QVariant minimumValue() const override { return slider().minimum(); }
    QVariant maximumValue() const override { return slider().maximum(); }
    QVariant minimumStepSize() const override { return slider().singleStep(); }

private:
    QSlider& slider() const { return *static_cast<QSlider*>(widget()); }
};

QAccessibleInterface* make(const QString&, QObject* object)
{
    if (auto* combo = qobject_cast<QComboBox*>(object); combo != nullptr && !combo->isEditable()) {
        return new ComboAccessible(combo);
    }
    if (auto* slider = qobject_cast<QSlider*>(object)) { return new SliderAccessible(slider); }
    return nullptr;
}

} // namespace

void installAccessibility()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

} // namespace gridscope::ui
