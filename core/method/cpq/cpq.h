// SPDX-License-Identifier: GPL-3.0-or-later
// Cluster-Promoting Quantization with the multi-class straight-through estimator (Kim et al., ICCV 2021).
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

const MethodInfo& cpq();

} // namespace gridscope::run
