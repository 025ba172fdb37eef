// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/cpq/cpq.h"

namespace gridscope::run {

const MethodInfo& cpq()
{
    static const MethodInfo info{
        .name = "cpq",
        .title = "Cluster-Promoting Quantization",
        .forward = "nearest grid point",
        .backward = "multi-class straight-through: only the chosen point's probability passes gradient",
        .gradient = "Rounds to the nearest grid point; back comes the gradient of that point's probability under noise "
                    "alone, which pulls weights onto the grid.",
        .story = "Quantized training: every weight is used as its nearest grid point, and the gradient pulls it there. "
                 "Watch the bars gather on the lines.",
        .source = "quantize/cpq.h",
        .traits = {.estimator = quantize::Estimator::MultiClass,
                   .stepSize = StepSize::LearnedApart,
                   .hasNoise = true,
                   .learnsBits = true,
                   .fitsActivations = true},
        .shortName = "CPQ",
        .compareWith = "ste",
    };
    return info;
}

} // namespace gridscope::run
