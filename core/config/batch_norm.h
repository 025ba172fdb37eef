// SPDX-License-Identifier: GPL-3.0-or-later
// Whether LeNet-5 and MLPs have batch normalisation: off unless asked for, without gain and shift, after every layer but the last.
#pragma once

#include "core/config/field.h"

namespace gridscope::run {

const Field& batchNormField();
bool normalisesChain(const RunConfig& config); // false for networks that bring their own

} // namespace gridscope::run
