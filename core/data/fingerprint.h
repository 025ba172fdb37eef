// SPDX-License-Identifier: GPL-3.0-or-later
// Which data these are: XXH3 of every sample and label in their order, of sizes and of what pictures are standardised with,
// so that equal hashes mean that a network sees the same. Where the files lie and what the folder is called does not count.
// Of pictures that stay in files: the name in its class folder, the size, and the first and last 4 KB (PNG and JPEG end with
// what depends on all that came before). One that cannot be read counts by its name, and whoever decodes it says so.
#pragma once

#include "core/data/dataset.h"
#include "core/run/event.h"

namespace gridscope::data {

run::DataHashes fingerprintOf(const Dataset& dataset); // reads all samples

} // namespace gridscope::data
