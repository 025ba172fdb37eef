// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/lsq/lsq.h"

namespace gridscope::run {

const MethodInfo lsq{
    .name = "lsq",
    .title = "Learned step size",
    .forward = "nearest grid point",
    .backward = "that of `ste`, with LSQ's start and gradient scale; the step size learns at the weights' rate",
    .story = "Learned step size: every weight is used as its nearest grid point, and nothing pulls it there. Watch "
             "the grid itself move to fit the weights.",
    .source = "quantize/lsq.h",
    .traits = {.estimator = quantize::Estimator::LearnedStep, .stepSize = StepSize::LearnedAsWeights},
    .shortName = "LSQ",
};

} // namespace gridscope::run
