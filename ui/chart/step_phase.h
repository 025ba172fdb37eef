// SPDX-License-Identifier: GPL-3.0-or-later
// One training step of one weight, taken apart: what happens to it, phase by phase, in the order in which it happens.
// The first three are of the weight before the step, the others of the weight after it.
#pragma once

#include "ui/chart/one_weight.h"

#include <QString>

namespace gridscope::ui {

enum class StepPhase { PickLevel, Loss, Gradient, Move, NewLevel };
constexpr int stepPhases = 5;

// A weight at two snapshots; usually one step lies between them.
struct OneStep {
    OneWeight before;
    OneWeight after;
    std::optional<double> loss;      // of the batch that moved it; only known where one step lies between
    std::optional<double> plainRate; // of plain gradient descent, over one step: then the move tells the gradient
    // Of the loss, with respect to the value that the network uses; unknown where the optimizer hides it (Adam, momentum).
    std::optional<double> lossGradient() const;
};

inline bool isBeforeTheMove(StepPhase phase) { return phase < StepPhase::Move; }
QString phaseName(StepPhase phase);
QString phaseSentence(StepPhase phase, const OneStep& step); // with this weight's numbers

} // namespace gridscope::ui
