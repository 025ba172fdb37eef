// SPDX-License-Identifier: GPL-3.0-or-later
// Cluster-Promoting Quantization with the multi-class straight-through estimator (Lee et al., ICCV 2021), and our form of it
// that measures the pull from the weight itself.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo cpq;
extern const MethodInfo cpqCentred;

} // namespace gridscope::run
