// SPDX-License-Identifier: GPL-3.0-or-later
// Float networks that need not be trained again, so that a run begins at the grid: those that the program carries (resources/float, made
// by packaging/make-float-networks) and those that earlier runs kept in the user's cache folder. A file has the tensors of
// Net::floatState as "0", "1", ... and says in its metadata which settings, data and environment it came from.
// Failure: a cache that cannot be read or written is none; the network is trained then.
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
    bool isKept = false;      // by an earlier run
    std::string text() const; // for the timeline
};

// What a float network depends on. Kept ones are of the same environment, or they would not be bit for bit what training gives.
struct FloatOrigin {
    const run::RunConfig& config;
    const run::DataHashes& data;
    const run::Environment& environment;
};
// When the settings ask for one (float_network) and it is there.
std::optional<CarriedFloat> carriedFloat(const FloatOrigin& origin);
// In the cache folder, which holds the newest few; nothing is done for settings that ask for none.
void keepFloat(const FloatOrigin& origin, std::vector<run::Tensor> tensors);

} // namespace gridscope::train
