// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/ste/ste.h"

namespace gridscope::run {

const MethodInfo ste{
    .name = "ste",
    .title = "Straight-through estimator",
    .forward = "nearest grid point",
    .backward = "identity inside the grid, learned step size as in LSQ",
    .story = "Straight-through estimator: every weight is used as its nearest grid point, but nothing pulls it "
             "there. Compare with CPQ in the settings.",
    .source = "quantize/ste.h",
    .traits = {.estimator = quantize::Estimator::Plain, .stepSize = StepSize::LearnedApart, .fitsActivations = true},
    .shortName = "STE",
    .compareWith = "cpq",
};

} // namespace gridscope::run
