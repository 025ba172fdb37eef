// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/expected/expected.h"

namespace gridscope::run {

const MethodInfo expected{
    .name = "expected",
    .title = "Expected value",
    .forward = "nearest grid point",
    .backward = "exact gradient of the mean of the same distribution",
    .story = "Expected value: every weight is used as its nearest grid point, but the gradient is that of the mean "
             "of all grid points and pulls it to none. Compare with CPQ in the settings.",
    .source = "quantize/expected_value.h",
    .traits = {.estimator = quantize::Estimator::ExpectedValue,
               .stepSize = StepSize::LearnedApart,
               .hasNoise = true,
               .fitsActivations = true},
};

} // namespace gridscope::run
