// SPDX-License-Identifier: GPL-3.0-or-later
// The learning rate of a step.
#pragma once

#include "core/config/config.h"

#include <cstdint>

namespace gridscope::train {

// The share (0..1] of the base rate at step `done` of `total` (0-based): constant 1, step decayFactor^(done / decayEvery),
// cosine (1 + cos(pi done / total)) / 2.
double scheduleShare(const run::RunConfig& config, std::int64_t done, std::int64_t total);

} // namespace gridscope::train
