// SPDX-License-Identifier: GPL-3.0-or-later
// A layer of thousands of groups, each with points of its own, as one picture: every weight stands at its place among its own
// group's reachable values, and these are drawn evenly, in the layer's mean spacing. Column 0 holds the groups that are 0; columns
// +-1, +-2 ... count from a group's middle, which is 0 as B alpha has no sign.
// Source : ours; alq.md section 6.
#pragma once

#include "core/quantize/multi_bit.h"

namespace gridscope::quantize {

struct EvenPlaces {
    std::vector<float> values; // in the order of groups, in weight units of the mean spacing
    double step = 1;           // that spacing; 1 where no group has two points
    int half = 1;              // columns to each side
};
// A weight on a point is on its column's middle; between two points it is as far, in shares of their distance; beyond the outermost
// ones it counts in the distance before them. NaN stays NaN.
EvenPlaces evenPlaces(const MultiBit& form, std::span<const float> latent);

struct GroupCounts {
    std::vector<std::int64_t> withBits; // [slots + 1]: how many groups have 0, 1, 2, ... bases
    double emptyShare() const;          // of the groups
};
GroupCounts groupCounts(const MultiBit& form);

} // namespace gridscope::quantize
