// SPDX-License-Identifier: GPL-3.0-or-later
// Training samples that a method without training looks at, once and for all.
#pragma once

#include "core/data/batches.h"

namespace gridscope::train {

// The first `wanted` of the run's own batches, or all of an epoch where there are fewer: a pure function of the seed.
data::Batch calibrationSamples(data::Batches& training, std::int64_t wanted);

} // namespace gridscope::train
