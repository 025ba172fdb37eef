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

const MethodInfo& cpqCentred()
{
    static const MethodInfo info{
        .name = "cpq-centred",
        .title = "Cluster-Promoting Quantization, centred",
        .forward = "nearest grid point",
        .backward = "that of `cpq`, with the pull measured from the weight itself",
        .gradient = "Rounds as cpq does; back comes the gradient of the chosen point's probability times its distance "
                    "from the weight, which has the loss's sign in every cell. Ours, not the paper's.",
        .story = "Centred CPQ: every weight is used as its nearest grid point; the gradient is largest between two "
                 "points and nothing on one, so weights come to rest there. Watch the bars gather, zero's, too.",
        .source = "quantize/cpq.h",
        .traits = {.estimator = quantize::Estimator::Centred,
                   .stepSize = StepSize::LearnedApart,
                   .hasNoise = true,
                   .learnsBits = true,
                   .fitsActivations = true},
        .shortName = "CPQ centred",
        .compareWith = "cpq",
    };
    return info;
}

} // namespace gridscope::run
