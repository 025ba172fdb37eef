// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/full_precision/full_precision.h"

namespace gridscope::run {

const MethodInfo fullPrecision{
    .name = "float",
    .title = "Full precision",
    .forward = "identity",
    .backward = "identity",
    .story = "Full precision: nothing is rounded, the weights stay a smooth bell.",
    .source = "",
    .traits = {.isFloat = true},
    .shortName = "FP32",
};

} // namespace gridscope::run
