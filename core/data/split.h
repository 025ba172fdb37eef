// SPDX-License-Identifier: GPL-3.0-or-later
// From what a reader has read to a Dataset: which pictures are held out for validation, limits, standardisation.
#pragma once

#include "core/data/dataset.h"

namespace gridscope::data {

// `dataset` says name, source, sizes and classes; training pictures are split and limited as `config` has it.
// Errors : ConfigError when nothing is left to train with.
Dataset assembled(Dataset dataset, const Samples& training, const Samples& test, const run::RunConfig& config,
                  std::int64_t heldOut);

// Every tenth sample tests, where nobody has set any aside.
void separateTenth(const Samples& all, Samples& training, Samples& test);

} // namespace gridscope::data
