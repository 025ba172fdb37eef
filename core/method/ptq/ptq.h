// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding after float training and no training after it: what everything that trains on the grid is to be compared with.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo ptq;
extern const Field ptqRounding, ptqImages; // its settings

} // namespace gridscope::run
