// SPDX-License-Identifier: GPL-3.0-or-later
// The exact gradient of the mean over all grid points, under the noise of CPQ: what the multi-class estimator leaves out.
#pragma once

#include "core/method/method_info.h"

namespace gridscope::run {

extern const MethodInfo expected;

} // namespace gridscope::run
