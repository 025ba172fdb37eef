// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/cpq/cpq.h"

namespace gridscope::run {

using quantize::Estimator;

namespace {

Traits clustering(Estimator estimator)
{
    return {.estimator = estimator,
            .stepSize = StepSize::LearnedApart,
            .hasNoise = true,
            .learnsBits = true,
            .fitsActivations = true};
}

} // namespace

const MethodInfo cpq{
    .name = "cpq",
    .title = "Cluster-Promoting Quantization",
    .forward = "nearest grid point",
    .backward = "multi-class straight-through: only the chosen point's probability passes gradient",
    .story = "Quantized training: every weight is used as its nearest grid point, and the gradient pulls it there. "
             "Watch the bars gather on the lines.",
    .source = "quantize/cpq.h",
    .traits = clustering(Estimator::MultiClass),
    .shortName = "CPQ",
};

const MethodInfo cpqCentred{
    .name = "cpq-centred",
    .title = "Cluster-Promoting Quantization, centred",
    .forward = "nearest grid point",
    .backward = "that of `cpq`, with the pull measured from the weight itself",
    .story = "Centred CPQ: every weight is used as its nearest grid point; the gradient is largest between two "
             "points and nothing on one, so weights come to rest there. Watch the bars gather, zero's, too.",
    .source = "quantize/cpq.h",
    .traits = clustering(Estimator::Centred),
    .shortName = "CPQ centred",
    .compareWith = "cpq",
};

} // namespace gridscope::run
