// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_slider.h"

#include "core/base/whole.h"
#include "core/base/wording.h"
#include "ui/look/translate.h"

#include <QLocale>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr int ticks = 100;

double roundedTo2(double value)
{
    if (value <= 0) { return 0; }
    const double unit = std::pow(10, std::floor(std::log10(value)) - 1);
    return std::round(value / unit) * unit;
}

} // namespace

std::optional<FieldSlider::Range> FieldSlider::rangeOf(std::string_view key)
{
    if (key == "bits") { return Range{1, 8, false, false}; }
    if (key == "sigma") { return Range{0.05, 2, true, false}; }
    if (key == "bit_penalty") { return Range{1e-4, 1, true, true}; }
    if (key == "learning_rate") { return Range{1e-5, 0.1, true, true}; }
    return std::nullopt;
}

FieldSlider* FieldSlider::of(const run::Field& field, QWidget* parent)
{
    const auto range = rangeOf(field.key);
    return range ? new FieldSlider(field, *range, parent) : nullptr;
}

FieldSlider::FieldSlider(const run::Field& field, Range range, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), range_(range), unit_(coreText(field.unit))
{
    setObjectName(toQt(field.key) + QStringLiteral("Slider"));
    setAccessibleName(coreText(field.label));
    setToolTip(coreText(field.help));
    setFocusPolicy(Qt::StrongFocus);
    if (range_.isLogarithmic) {
        setRange(range_.hasZero ? -1 : 0, ticks);
        setPageStep(10);
    } else {
        setRange(int(range_.low), int(range_.high));
        setPageStep(1);
    }
    connect(this, &QSlider::valueChanged, this, [this] {
        setAccessibleDescription(text() + (unit_.isEmpty() ? QString() : QLatin1Char(' ') + unit_));
        Q_EMIT moved();
    });
}

double FieldSlider::valueAt(int at) const
{
    if (!range_.isLogarithmic) { return at; }
    if (at < 0) { return 0; }
    return roundedTo2(range_.low * std::pow(range_.high / range_.low, double(at) / ticks));
}

QString FieldSlider::textAt(int position) const { return QString::fromStdString(run::numberText(valueAt(position))); }

void FieldSlider::show(const QString& text)
{
    const QSignalBlocker quiet(this);
    bool isNumber = false;
    const double number = QLocale::c().toDouble(text, &isNumber);
    setEnabled(isNumber);
    if (!isNumber) { return; }
    if (!range_.isLogarithmic) {
        setValue(run::wholeIn(number, int(range_.low), int(range_.high)));
    } else if (number <= 0) {
        setValue(minimum());
    } else {
        const double share = std::log(number / range_.low) / std::log(range_.high / range_.low);
        setValue(run::wholeIn(share * ticks, 0, ticks));
    }
}

} // namespace gridscope::ui
