// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/step_phase.h"

#include "ui/chart/numbers.h"
#include "ui/chart/weight_numbers.h"
#include "ui/look/translate.h"

#include <QCoreApplication>

namespace gridscope::ui {
namespace {

QString gradientSentence(const OneWeight& one)
{
    switch (one.backward) {
    case Backward::Random: return tr("Back through the rounding: here the factor depends on the noise that was drawn.");
    case Backward::Identity:
        return tr("Back through the rounding: the gradient passes as if nothing had been rounded (factor 1).");
    case Backward::Plain:
        return tr("Back through the rounding: straight through inside the grid, nothing outside; here the factor is "
                  "%1.")
            .arg(digits(one.gradientFactor(one.weight)));
    case Backward::MultiClass:
        if (one.code == 0) {
            return tr("Back through the rounding: the zero level's value is 0, and so is the factor. Nothing pulls at "
                      "this weight.");
        }
        [[fallthrough]];
    default:
        return tr("Back through the rounding: the loss's gradient is multiplied with %1. On the grid point it is "
                  "smallest, near "
                  "the border largest.")
            .arg(digits(one.gradientFactor(one.weight)));
    }
}

QString gradientNumber(const OneStep& step)
{
    const auto gradient = step.lossGradient();
    if (!gradient) {
        return tr(" How large the loss's gradient was is not recorded: Adam and momentum hide it in the move.");
    }
    return tr(" Here the loss's gradient was %1, so that %2 reached the latent weight.")
        .arg(signedDigits(*gradient), signedDigits(*gradient * step.before.gradientFactor(step.before.weight)));
}

QString moveSentence(const OneStep& step)
{
    const double move = step.after.weight - step.before.weight;
    const auto steps = step.after.step - step.before.step;
    const QString over = steps == 1 ? QString() : tr(" in %1 steps (a snapshot was taken that often)").arg(steps);
    return tr("The optimizer moves the latent weight by %1%2: from %3 to %4.")
        .arg(signedDigits(move), over, digits(step.before.weight), digits(step.after.weight));
}

QString levelSentence(const OneStep& step)
{
    const QString to = codeText(step.after.code);
    return step.after.code == step.before.code
               ? tr("Rounded again: it stays on code %1. The network sees the same value as before.").arg(to)
               : tr("Rounded again: it crossed a border, from code %1 to code %2. Now the network sees another value.")
                     .arg(codeText(step.before.code), to);
}

} // namespace

std::optional<double> OneStep::lossGradient() const
{
    const double factor = before.backward == Backward::Random ? 0 : before.gradientFactor(before.weight);
    if (!plainRate || *plainRate == 0 || factor == 0) { return std::nullopt; }
    return (before.weight - after.weight) / (*plainRate * factor);
}

QString phaseName(StepPhase phase)
{
    switch (phase) {
    case StepPhase::PickLevel: return tr("Pick a level");
    case StepPhase::Loss: return tr("Loss");
    case StepPhase::Gradient: return tr("Gradient");
    case StepPhase::Move: return tr("Move");
    case StepPhase::NewLevel: return tr("New level");
    }
    return {};
}

QString phaseSentence(StepPhase phase, const OneStep& step)
{
    const OneWeight& one = step.before;
    switch (phase) {
    case StepPhase::PickLevel: {
        const QString chance =
            one.hasNoise() ? tr(", the likeliest (%1)").arg(digits(one.probability(one.code))) : QString();
        return tr("The latent weight %1 is rounded to code %2%3: the network uses %4.")
            .arg(digits(one.weight), codeText(one.code), chance, digits(one.point(one.code)));
    }
    case StepPhase::Loss:
        return step.loss ? tr("With all weights rounded, the network is wrong by %1 on this batch.")
                               .arg(numberText(*step.loss, 4))
                         : tr("With all weights rounded, the network's loss on the batch is measured.");
    case StepPhase::Gradient: {
        const bool hasFactor = one.backward != Backward::Random && one.gradientFactor(one.weight) != 0;
        return gradientSentence(one) + (hasFactor ? gradientNumber(step) : QString());
    }
    case StepPhase::Move: return moveSentence(step);
    case StepPhase::NewLevel: return levelSentence(step);
    }
    return {};
}

} // namespace gridscope::ui
