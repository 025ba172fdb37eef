// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/number_box.h"

#include "core/base/wording.h"

#include <QLineEdit>
#include <QStyleOptionSpinBox>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::ui {

namespace {

QAbstractSpinBox::StepEnabled stepsBetween(double low, double value, double high)
{
    return (value > low ? QAbstractSpinBox::StepDownEnabled : QAbstractSpinBox::StepNone)
           | (value < high ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepNone);
}

} // namespace

NumberBox::NumberBox(QWidget* parent) : QDoubleSpinBox(parent)
{
    setLocale(QLocale::c()); // a point, as in config files
    setDecimals(12);
    setKeyboardTracking(false);
    setRange(std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max());
}

void NumberBox::setAllowed(double low, double high)
{
    low_ = low;
    high_ = high;
}

QString NumberBox::textFromValue(double value) const
{
    return value == 0 && !zeroWord_.isEmpty() ? zeroWord_ : QString::fromStdString(run::numberText(value));
}

// The word reads as no number, which is 0.
double NumberBox::valueFromText(const QString& text) const { return QLocale::c().toDouble(withoutSuffix(text)); }

QValidator::State NumberBox::validate(QString& text, int&) const
{
    const QString number = withoutSuffix(text);
    if (!zeroWord_.isEmpty() && number == zeroWord_) { return QValidator::Acceptable; }
    bool isNumber = false;
    const double value = QLocale::c().toDouble(number, &isNumber);
    if (isNumber && value >= minimum() && value <= maximum()) { return QValidator::Acceptable; }
    for (const QChar c : number) {
        if (!QStringLiteral("0123456789.eE+-").contains(c)) { return QValidator::Invalid; }
    }
    return QValidator::Intermediate;
}

void NumberBox::stepBy(int steps)
{
    // 0.33 steps by 0.01, 0.003 by 0.0001; going down from 0.1 steps by the smaller 0.001.
    const double magnitude = std::abs(value()) * (steps < 0 ? 0.9999 : 1.0001);
    const double unit = magnitude > 0 ? std::pow(10, std::floor(std::log10(magnitude)) - 1) : 1e-4;
    setValue(std::clamp(std::round(value() / unit + steps) * unit, low_, high_));
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const { return stepsBetween(low_, value(), high_); }

QSize NumberBox::sizeHint() const
{
    // The base class would measure all twelve decimals of the largest number there is.
    const int width = fontMetrics().horizontalAdvance(QStringLiteral("0.0001 ") + suffix());
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize content(width + 4, lineEdit()->sizeHint().height());
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this);
}

WholeBox::WholeBox(QWidget* parent) : QSpinBox(parent)
{
    setLocale(QLocale::c());
    setKeyboardTracking(false);
    setStepType(AdaptiveDecimalStepType);
    setRange(std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
}

void WholeBox::setAllowed(int low, int high)
{
    low_ = low;
    high_ = high;
}

void WholeBox::stepBy(int steps)
{
    QSpinBox::stepBy(steps);
    setValue(std::clamp(value(), low_, high_));
}

QAbstractSpinBox::StepEnabled WholeBox::stepEnabled() const { return stepsBetween(low_, value(), high_); }

QSize WholeBox::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(textFromValue(high_) + suffix());
    QStyleOptionSpinBox option;
    initStyleOption(&option);
    const QSize content(width + 4, lineEdit()->sizeHint().height());
    return style()->sizeFromContents(QStyle::CT_SpinBox, &option, content, this);
}

QString WholeBox::textFromValue(int value) const
{
    return value == 0 && !zeroWord_.isEmpty() ? zeroWord_ : QSpinBox::textFromValue(value);
}

int WholeBox::valueFromText(const QString& text) const
{
    return !zeroWord_.isEmpty() && text.startsWith(zeroWord_) ? 0 : QSpinBox::valueFromText(text);
}

QValidator::State WholeBox::validate(QString& text, int& position) const
{
    const bool isWord = !zeroWord_.isEmpty() && text.startsWith(zeroWord_);
    return isWord ? QValidator::Acceptable : QSpinBox::validate(text, position);
}

QString NumberBox::withoutSuffix(const QString& text) const
{
    QString number = text;
    if (number.endsWith(suffix())) { number.chop(suffix().size()); }
    return number.trimmed();
}

} // namespace gridscope::ui
