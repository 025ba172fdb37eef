// SPDX-License-Identifier: GPL-3.0-or-later
// The widget in which one setting is edited, chosen by the field's kind: combo, check box, spin box or line of text; below it a slider
// where one is known to be of use, beside it a button where a file or a folder is asked for.
// Everybody else speaks to it in the field's text form ("0.33", "cpq", "3,4,3").
#pragma once

#include "core/settings/config_fields.h"

#include <QWidget>

#include <functional>

namespace gridscope::ui {

class FieldSlider;

class FieldEditor final : public QWidget {
    Q_OBJECT
public:
    explicit FieldEditor(const run::Field& field, QWidget* parent = nullptr);
    QString text() const { return read_(); }
    void setText(const QString& text); // does not emit `edited`
    QWidget* control() const { return control_; }
    QWidget* slider() const; // nullptr where there is none

Q_SIGNALS:
    void edited();

private:
    void makeCombo(const run::Field& field);
    void makeCheckBox();
    void makeSpinBox(const run::Field& field);
    void makeNumberBox(const run::Field& field);
    void makeLine(const run::Field& field);
    void addSlider(const run::Field& field);
    void browse(bool isFolder);
    bool eventFilter(QObject* watched, QEvent* event) override; // the wheel scrolls the form; undo is the form's

    QWidget* control_ = nullptr;
    FieldSlider* slider_ = nullptr;
    std::function<QString()> read_;
    std::function<void(const QString&)> write_;
};

} // namespace gridscope::ui
