// SPDX-License-Identifier: GPL-3.0-or-later
// How far two runs are from each other, layer by layer, at steps of which both have a snapshot.
#pragma once

#include "core/run/curves.h"

namespace gridscope::run {

// Total variation distance of the two layers' latent weights: the share of weights that would have to move to turn one
// histogram into the other, 0 (the same) to 1. Bins are compared where they lie, in weight units, with the weights of a bin
// spread evenly over it; what lies outside the grid counts as below or above. NaN when a layer has no histogram.
double latentDistance(const LayerState& a, const LayerState& b);

struct Differences {
    Curve score;    // b's clustering score without the zero cell minus a's, -2 to 2
    Curve distance; // latentDistance, 0 to 1
};
// Only steps that both have; ascending. A gap where these are further apart than `longestStretch`.
Differences differences(std::span<const SnapshotPtr> a, std::span<const SnapshotPtr> b, std::size_t layer,
                        std::int64_t longestStretch = std::numeric_limits<std::int64_t>::max());
// Of two histories: with gaps where either has one, or where their kept steps meet too rarely.
Differences differences(const History& a, const History& b, std::size_t layer);

} // namespace gridscope::run
