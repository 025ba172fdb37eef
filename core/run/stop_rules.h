// SPDX-License-Identifier: GPL-3.0-or-later
// When quantized training ends before its last step, by the settings stop_at_accuracy, stop_on_plateau and stop_at_bits.
#pragma once

#include "core/config/config.h"

#include <string>

namespace gridscope::train {

// Where the quantized weights stand on the validation set; part of a checkpoint, so that a resumed run stops where the whole
// one does. Accuracies are shares, -1 before the first evaluation.
struct Standing {
    double accuracy = -1;
    double best = -1;
    int sinceBest = 0; // evaluations

    bool take(double evaluated); // true when it is the best so far
};

// Which rule is met, in words for the timeline; empty when none is. meanBits: over all weights.
std::string ruleMet(const run::RunConfig& config, const Standing& standing, double meanBits);

} // namespace gridscope::train
