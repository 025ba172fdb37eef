// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10 in its binary version: data_batch_1.bin to data_batch_5.bin (those that are there) and test_batch.bin, records
// of one label and 3 x 32 x 32 bytes, plane by plane.
// Errors : FileError with file, place and number.
#pragma once

#include "core/data/dataset.h"

#include <span>

namespace gridscope::data {

// Adds the records to `samples`. `name` is only for messages.
void parseCifar10(std::span<const std::uint8_t> bytes, const std::string& name, Samples& samples);
Dataset loadCifar10(const run::RunConfig& config);

} // namespace gridscope::data
