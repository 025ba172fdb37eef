// SPDX-License-Identifier: GPL-3.0-or-later
// No quantization: the network that all others are compared with.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo fullPrecision;

} // namespace gridscope::run
