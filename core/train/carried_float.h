// SPDX-License-Identifier: GPL-3.0-or-later
// Float networks that the program carries, so that a preset begins at the grid: resources/float, made by
// packaging/make-float-networks from runs with these settings. A file has the tensors of Net::floatState as "0", "1", ... and says in
// its metadata which settings, data and environment it came from.
#pragma once

#include "core/base/safetensors.h"
#include "core/config/config.h"
#include "core/run/event.h"

#include <optional>

namespace gridscope::train {

struct CarriedFloat {
    std::vector<run::Tensor> tensors; // in the order of Net::floatState
    std::string hash;                 // of their values, 16 hexadecimal digits
    int steps;
    std::string text() const; // for the timeline
};

// The float network of these settings and data, when they ask for a carried one (float_network) and the program has it.
std::optional<CarriedFloat> carriedFloat(const run::RunConfig& config, const run::DataHashes& data);

} // namespace gridscope::train
