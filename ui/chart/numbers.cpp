// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/numbers.h"

#include "core/run/whole.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace gridscope::ui {

namespace {

constexpr QChar minusSign(0x2212);

QString withMinusSign(QString text) { return text.replace(QLatin1Char('-'), minusSign); }

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
    if (!(resolution > 0)) { return numberText(value, 2); }
    const int decimals = run::wholeIn(std::ceil(-std::log10(resolution) - 1e-9), -400, 400);
    if (decimals > 6 || std::abs(value) >= 1e6) { return withMinusSign(QLocale().toString(value, 'g', 3)); }
    return numberText(value, std::clamp(decimals, 0, 6));
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
    return QLocale().toString(100 * share, 'g', 2) + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString accuracyText(double share)
{
    if (!std::isfinite(share)) { return QString(QChar(0x2013)); }
    return numberText(100 * share, 1) + QChar(QChar::Nbsp) + QLatin1Char('%');
}

QString codeText(int code) { return withMinusSign(QString::number(code)); }

QString scoreText(double score) { return std::isfinite(score) ? numberText(score, 2) : QString(QChar(0x2013)); }

} // namespace gridscope::ui
