// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a step left numbers behind that are none, and which setting would have kept them finite.
#pragma once

#include "core/train/method.h"

namespace gridscope::train {

struct Divergence {
    std::string layer;  // "" where none is to be named
    std::string what;   // "The loss", "A weight or step size"
    std::string became; // "NaN", "infinite or NaN"
};
std::optional<Divergence> divergenceAfter(double loss, const net::Net& net, const Method& method);

// "try a smaller learning_rate". What has not moved the network cannot have broken it, and a loss is computed before its own
// step moves anything.
std::string remedyFor(const Divergence& divergence, const run::RunConfig& config, const Method& method,
                      std::int64_t step);

} // namespace gridscope::train
