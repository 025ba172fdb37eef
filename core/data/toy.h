// SPDX-License-Identifier: GPL-3.0-or-later
// Two classes of 2-D points in about [-1, 1] x [-1, 1], made from the seed: networks learn them in seconds.
// Each of the three sets draws its own random numbers, so a limit on one never changes another.
#pragma once

#include "core/data/dataset.h"

namespace gridscope::data {

Dataset makeToy(const run::RunConfig& config); // config.data is one of run::isToy

} // namespace gridscope::data
