// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/weight_numbers.h"

#include "core/base/whole.h"
#include "ui/chart/numbers.h"
#include "ui/look/translate.h"

#include <QCoreApplication>

#include <cmath>

namespace gridscope::ui {

namespace {

// A border, in units of sigma as the sigmoid sees it.
QString borderText(const OneWeight& one, int code) { return digits((one.border(code) - one.weight) / one.sigma); }

WeightNumber factorNumber(const OneWeight& one)
{
    WeightNumber number{tr("∂ŵ/∂w"),
                        tr("What the gradient of this weight is multiplied with"),
                        digits(one.gradientFactor(one.weight)),
                        {}};
    switch (one.backward) {
    case Backward::MultiClass:
        number.formula = tr("g*·∂r*/∂w = %1 · %2").arg(digits(one.point(one.code)), digits(one.chosenSlope()));
        break;
    case Backward::Centred:
        number.formula =
            tr("(g* − w)·∂r*/∂w = %1 · %2").arg(digits(one.point(one.code) - one.weight), digits(one.chosenSlope()));
        break;
    case Backward::ExpectedValue:
        number.formula = tr("∂(Σ r g)/∂w, the mean Σ r g = %1").arg(digits(one.mean()));
        break;
    case Backward::Plain:
        number.formula = tr("1 for lo ≤ w/α ≤ hi, else 0; w/α = %1").arg(digits(one.weight / one.alpha));
        break;
    case Backward::Identity: number.formula = tr("1 everywhere"); break;
    case Backward::Random:
        number.value = QStringLiteral("–");
        number.formula = tr("depends on the noise drawn");
        break;
    }
    return number;
}

} // namespace

QString digits(double value)
{
    if (value == 0) { return QStringLiteral("0"); }
    if (!std::isfinite(value)) { return QStringLiteral("–"); }
    const int magnitude = run::wholeIn(std::floor(std::log10(std::abs(value))), -400, 400);
    return magnitude < -5 ? QString::number(value, 'e', 2).replace(QLatin1Char('-'), QChar(0x2212))
                          : numberText(value, std::clamp(3 - magnitude, 0, 7));
}

QString signedDigits(double value) { return (value > 0 ? QStringLiteral("+") : QString()) + digits(value); }

std::vector<WeightNumber> weightNumbers(const OneWeight& one)
{
    const double t = one.weight / one.alpha;
    std::vector<WeightNumber> numbers{
        {QStringLiteral("w"), tr("The latent weight"), digits(one.weight), tr("α = %1").arg(digits(one.alpha))},
        {QStringLiteral("n*"), tr("The code of the chosen grid point"), codeText(one.code),
         tr("round(w/α) = round(%1), in %2 … %3").arg(digits(t), codeText(one.grid.low), codeText(one.grid.high))},
        {QStringLiteral("ŵ"), tr("The quantized weight"), digits(one.point(one.code)),
         tr("α·n* = %1 · %2").arg(digits(one.alpha), codeText(one.code))}};
    if (one.hasNoise()) {
        const double u = (one.border(one.code + 1) - one.weight) / one.sigma;
        const double l = (one.border(one.code) - one.weight) / one.sigma;
        const double pi = 1 / (1 + std::exp(-u)) - 1 / (1 + std::exp(-l));
        numbers.push_back({QStringLiteral("σ"), tr("The scale of the logistic noise"), digits(one.sigma),
                           tr("%1 α").arg(digits(one.sigma / one.alpha))});
        numbers.push_back({QStringLiteral("r*"), tr("The chosen grid point's probability"),
                           digits(one.probability(one.code)),
                           tr("(S(u) − S(l))/Z = (S(%1) − S(%2))/%3")
                               .arg(borderText(one, one.code + 1), borderText(one, one.code),
                                    digits(pi / one.probability(one.code)))});
        numbers.push_back({tr("∂r*/∂w"), tr("How the probability changes with the weight, per weight unit"),
                           digits(one.chosenSlope()), tr("r*/σ·(S(l) − S(−u) − S(L) + S(−U))")});
    }
    numbers.push_back(factorNumber(one));
    const QString none = QStringLiteral("–");
    numbers.push_back(
        {tr("move"), tr("Since the previous snapshot"), one.before ? signedDigits(one.weight - *one.before) : none,
         one.before
             ? tr("since step %1, %2 α")
                   .arg(numberText(double(one.beforeStep), 0), signedDigits((one.weight - *one.before) / one.alpha))
             : tr("no snapshot before")});
    return numbers;
}

QString weightSentence(const OneWeight& one)
{
    QString text = tr("Weight %1 at step %2: %3, code %4")
                       .arg(one.index + 1)
                       .arg(numberText(double(one.step), 0), digits(one.weight), codeText(one.code));
    if (one.hasNoise()) { text += tr(", chosen with probability %1").arg(digits(one.probability(one.code))); }
    if (one.backward != Backward::Random) {
        text += tr(", gradient factor %1").arg(digits(one.gradientFactor(one.weight)));
    }
    if (one.before) {
        text += tr("; since step %1 it moved by %2")
                    .arg(numberText(double(one.beforeStep), 0), signedDigits(one.weight - *one.before));
    }
    return text + QLatin1Char('.');
}

} // namespace gridscope::ui
