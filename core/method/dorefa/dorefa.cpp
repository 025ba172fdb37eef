// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/dorefa/dorefa.h"

namespace gridscope::run {

const MethodInfo dorefa{
    .name = "dorefa",
    .title = "Largest weight spans the grid",
    .forward = "nearest point of a grid as wide as the largest weight",
    .backward = "identity",
    .story = "Largest weight: the grid is always as wide as the largest weight, and nothing pulls the others onto "
             "its lines. Watch how wide it gets.",
    .source = "kernels/max_abs.h",
    .traits = {.estimator = quantize::Estimator::MaxAbs, .stepSize = StepSize::Fitted},
};

} // namespace gridscope::run
