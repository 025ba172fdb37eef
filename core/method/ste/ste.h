// SPDX-License-Identifier: GPL-3.0-or-later
// The straight-through estimator (Bengio et al., 2013).
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo ste;

} // namespace gridscope::run
