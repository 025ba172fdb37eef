// SPDX-License-Identifier: GPL-3.0-or-later
// Learned Step Size Quantization (Esser et al., ICLR 2020).
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo lsq;

} // namespace gridscope::run
