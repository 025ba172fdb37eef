// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/lsq/lsq.h"

namespace gridscope::run {

const MethodInfo& lsq()
{
    static const MethodInfo info{
        .name = "lsq",
        .title = "Learned step size",
        .forward = "the same",
        .backward = "that of `ste`, with LSQ's start and gradient scale; the step size learns at the weights' rate",
        .gradient = "The straight-through estimator with LSQ's start and gradient scale for the step size, which "
                    "learns at the rate of the weights.",
        .story = "Learned step size: every weight is used as its nearest grid point, and nothing pulls it there. Watch "
                 "the grid itself move to fit the weights.",
        .source = "quantize/lsq.h",
        .traits = {.estimator = quantize::Estimator::LearnedStep, .stepSize = StepSize::LearnedAsWeights},
        .shortName = "LSQ",
        .compareWith = "ste",
    };
    return info;
}

} // namespace gridscope::run
