// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/numbers.h"

#include "core/base/whole.h"
#include "core/run/collapse.h"
#include "ui/look/translate.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr QChar minusSign(0x2212);

QString withMinusSign(QString text) { return text.replace(QLatin1Char('-'), minusSign); }

// "1.5e−7": as many digits as asked for, without zeros at their end, and no zero in front of the power.
QString powerText(double value, int digits)
{
    const QLocale locale;
    const QString text = QLocale::c().toString(value, 'e', std::clamp(digits - 1, 0, 16));
    const auto at = text.indexOf(QLatin1Char('e'));
    QString mantissa = text.left(at);
    while (mantissa.contains(QLatin1Char('.'))
           && (mantissa.endsWith(QLatin1Char('0')) || mantissa.endsWith(QLatin1Char('.')))) {
        mantissa.chop(1);
    }
    mantissa.replace(QLatin1Char('.'), locale.decimalPoint());
    return withMinusSign(mantissa + QLatin1Char('e') + QString::number(text.mid(at + 1).toInt()));
}

constexpr int mostDecimals = 6;
constexpr double leastPower = 1e6; // from here on numbers are written with a power

} // namespace

QString countText(std::uint64_t count) { return QLocale().toString(static_cast<qulonglong>(count)); }

QString numberText(double value, int decimals)
{
    if (std::isnan(value)) { return QString(QChar(0x2013)); }
    constexpr double longest = 1e15; // beyond, digits are noise and would fill the window
    if (std::isinf(value)) { return withMinusSign(value < 0 ? QStringLiteral("-\u221E") : QStringLiteral("\u221E")); }
    if (std::abs(value) >= longest) { return withMinusSign(QLocale().toString(value, 'g', 3)); }
    const double unit = std::pow(10.0, -decimals);
    const double shown = std::abs(value) < unit / 2 ? 0.0 : value; // no "-0.00"
    return withMinusSign(QLocale().toString(shown, 'f', decimals));
}

QString valueText(double value, double resolution)
{
    if (!std::isfinite(value)) { return QString(QChar(0x2013)); }
    const double size = std::abs(value);
    if (!(resolution > 0) || !std::isfinite(resolution)) { resolution = size >= 1 || size == 0 ? 0.01 : size / 100; }
    const int decimals = run::wholeIn(std::ceil(-std::log10(resolution) - 1e-9), -400, 400);
    const bool isNothing = size < resolution / 2;
    if (decimals <= mostDecimals && size < leastPower) { return numberText(value, std::max(decimals, 0)); }
    if (isNothing) { return numberText(0, 0); }
    return powerText(value, run::wholeIn(std::floor(std::log10(size) + 1e-9), -400, 400) + decimals + 1);
}

QString powerText(double exponent, double)
{
    constexpr int digits = 2, mostDecimals = 9;
    const bool isWhole = exponent == std::round(exponent);
    const double decimals = isWhole ? -exponent : digits - std::floor(exponent);
    return numberText(std::pow(10, exponent), run::wholeIn(decimals, 0, mostDecimals));
}

QString shareText(double share)
{
    if (!std::isfinite(share)) { return QString(QChar(0x2013)); }
    const double percent = 100 * share;
    const QString unit = QString(QChar::Nbsp) + QLatin1Char('%');
    const double size = std::abs(percent);
    if (size > 0 && size < 0.005) { return QStringLiteral("<") + QChar(QChar::Nbsp) + numberText(0.01, 2) + unit; }
    const int decimals = size == 0 || size >= 10 ? 0 : size >= 0.95 ? 1 : 2;
    return numberText(percent, decimals) + unit;
}

QString tickShareText(double share)
{
    const double percent = 100 * share;
    const QString text = percent > 0 ? valueText(percent, percent) : numberText(0, 0); // 1, 2 or 5 and a power of ten
    return text + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString accuracyText(double share)
{
    if (!std::isfinite(share)) { return QString(QChar(0x2013)); }
    return numberText(100 * share, 1) + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString codeText(int code) { return withMinusSign(QString::number(code)); }

QString scoreOrCollapse(const run::LayerState& state, bool quantized)
{
    return run::isCollapsed(state, quantized) ? tr("collapsed") : scoreText(state.score);
}

QString scoreText(double score) { return std::isfinite(score) ? numberText(score, 2) : QString(QChar(0x2013)); }

} // namespace gridscope::ui
