// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/rq/rq.h"

namespace gridscope::run {

const MethodInfo& rq()
{
    static const MethodInfo info{
        .name = "rq",
        .title = "Relaxed Quantization",
        .forward = "a random mixture of all grid points (Gumbel-softmax)",
        .backward = "its exact gradient",
        .gradient = "In training every weight is a random mixture of all grid points (Gumbel-softmax), so the gradient "
                    "is exact for what was drawn.",
        .story = "Relaxed quantization: training uses every weight as a random mixture of grid points near it; only "
                 "the evaluation rounds.",
        .source = "quantize/rq.h",
        .traits = {.estimator = quantize::Estimator::Relaxed,
                   .stepSize = StepSize::LearnedApart,
                   .hasNoise = true,
                   .drawsPoints = true,
                   .fitsActivations = true},
        .shortName = "RQ",
        .compareWith = "ste",
    };
    return info;
}

const MethodInfo& rqSt()
{
    static const MethodInfo info{
        .name = "rq-st",
        .title = "Relaxed Quantization, straight-through",
        .forward = "one grid point drawn at random",
        .backward = "that of `rq`",
        .gradient =
            "Draws one grid point at random in the forward pass; the backward pass is that of Relaxed Quantization.",
        .story = "Relaxed quantization: training uses every weight as one grid point near it, drawn at random; only "
                 "the evaluation rounds.",
        .source = "quantize/rq.h",
        .traits = {.estimator = quantize::Estimator::RelaxedStraightThrough,
                   .stepSize = StepSize::LearnedApart,
                   .hasNoise = true,
                   .drawsPoints = true,
                   .fitsActivations = true},
        .shortName = "RQ-ST",
        .compareWith = "ste",
    };
    return info;
}

} // namespace gridscope::run
