// SPDX-License-Identifier: GPL-3.0-or-later
// Each feature of a table to mean 0 and deviation 1 over the training rows.
// Errors : FileError for a number that no float holds then.
#pragma once

#include "core/data/dataset.h"

namespace gridscope::data {

// What never changes in the training rows is only moved: rounding alone would else be blown up. Recordings with split "last"
// read numbers as floats. Samples::exact become Samples::values, and what the columns held Dataset::ranges.
void standardise(Dataset& dataset, const run::RunConfig& config);

} // namespace gridscope::data
