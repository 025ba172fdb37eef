// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/rq/rq.h"

namespace gridscope::run {

using quantize::Estimator;

// Both train on points that are drawn; only the straight-through form uses one of them whole.
static Traits drawing(Estimator estimator)
{
    Traits traits{.estimator = estimator, .stepSize = StepSize::LearnedApart};
    traits.hasNoise = traits.drawsPoints = traits.fitsActivations = true;
    return traits;
}

const MethodInfo rq{
    .name = "rq",
    .title = "Relaxed Quantization",
    .forward = "a random mixture of all grid points (Gumbel-softmax)",
    .backward = "its exact gradient",
    .story = "Relaxed quantization: training uses every weight as a random mixture of grid points near it; only "
             "the evaluation rounds.",
    .source = "quantize/rq.h",
    .traits = drawing(Estimator::Relaxed),
    .shortName = "RQ",
    .compareWith = "cpq",
};

const MethodInfo rqSt{
    .name = "rq-st",
    .title = "Relaxed Quantization, straight-through",
    .forward = "one grid point drawn at random",
    .backward = "that of `rq`",
    .story = "Relaxed quantization: training uses every weight as one grid point near it, drawn at random; only "
             "the evaluation rounds.",
    .source = "quantize/rq.h",
    .traits = drawing(Estimator::RelaxedStraightThrough),
    .shortName = "RQ-ST",
};

} // namespace gridscope::run
