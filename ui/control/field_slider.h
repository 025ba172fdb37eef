// SPDX-License-Identifier: GPL-3.0-or-later
// A slider for a number whose useful range is known, below the field in which it may also be typed. Values far apart stand on a
// logarithmic scale; where 0 is allowed, it is the left end.
#pragma once

#include "core/config/field.h"

#include <QSlider>

#include <optional>

namespace gridscope::ui {

class FieldSlider final : public QSlider {
    Q_OBJECT
public:
    // Of the settings that stand in front; nullptr for others.
    static FieldSlider* of(const run::Field& field, QWidget* parent);

    void show(const QString& text); // the field's text; a list of different numbers leaves the slider grey
    QString text() const { return textAt(QSlider::value()); } // two digits, "0.33"
    QString textAt(int position) const;

Q_SIGNALS:
    void moved(); // by the user's hand

private:
    struct Range {
        double low, high;
        bool isLogarithmic;
        bool hasZero;
    };
    FieldSlider(const run::Field& field, Range range, QWidget* parent);
    static std::optional<Range> rangeOf(std::string_view key);
    double valueAt(int position) const;

    Range range_;
    QString unit_;
};

} // namespace gridscope::ui
