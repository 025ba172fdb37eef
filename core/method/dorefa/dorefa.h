// SPDX-License-Identifier: GPL-3.0-or-later
// The grid of DoReFa-Net (Zhou et al., 2016): as wide as the largest weight.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo dorefa;

} // namespace gridscope::run
