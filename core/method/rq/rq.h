// SPDX-License-Identifier: GPL-3.0-or-later
// Relaxed Quantization (Louizos et al., ICLR 2019), and its form that draws one point.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo rq;
extern const MethodInfo rqSt;

} // namespace gridscope::run
