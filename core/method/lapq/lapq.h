// SPDX-License-Identifier: GPL-3.0-or-later
// Loss-aware post-training quantization (Nahshan et al., 2019): no weight moves, one clip a tensor is chosen by the loss.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo lapq;

// Its settings.
extern const Field lapqImages, lapqGrid, lapqStart, lapqLowestPower, lapqHighestPower, lapqPowers, lapqSearch,
    lapqIterations, lapqBiasCorrection, lapqPairs, lapqSurface, lapqFirstClip, lapqSecondClip;

} // namespace gridscope::run
