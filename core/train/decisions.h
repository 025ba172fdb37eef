// SPDX-License-Identifier: GPL-3.0-or-later
// Asks a network of 2-D data about every place of the plane.
#pragma once

#include "core/data/dataset.h"
#include "core/net/net.h"
#include "core/run/decision_map.h"

#include <memory>

namespace gridscope::train {

class DecisionPlane {
public:
    explicit DecisionPlane(const data::Dataset& dataset); // of other data than points: nothing is asked
    bool isThere() const { return empty_.side > 0; }
    run::DecisionMap emptyMap() const { return empty_; } // with its ends and points
    // [side, side] cells as in run::DecisionMap.
    std::vector<std::uint8_t> ask(net::Net& net, net::Pass pass) const;

private:
    run::DecisionMap empty_;
    torch::Tensor places_; // [side * side, 2, 1, 1]
};

} // namespace gridscope::train
