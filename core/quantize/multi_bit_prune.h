// SPDX-License-Identifier: GPL-3.0-or-later
// Which coordinates of a network go: the least useful ones of every layer compete with those of the others.
// Source : Qu et al., CVPR 2020, Algorithm "pruning in alpha domain"; alq.md section 5.
// Errors : none. Threads: pure functions.
#pragma once

#include "core/quantize/multi_bit_steps.h"

namespace gridscope::quantize {

struct PoolEntry {
    std::size_t layer = 0;
    Candidate candidate;
};
// All layers' candidates by their change, ascending; of equal ones the earlier layer's first.
std::vector<PoolEntry> poolOf(const std::vector<std::vector<Candidate>>& ofLayers);
// How many of the pool go, a share of it cut down to a whole number.
std::size_t cutOf(std::size_t pool, double share);
// Of `live` coordinates how many enter the pool: topShare of them, a fraction rounded up when `draw` [0, 1) is below it.
std::size_t pooledCount(std::int64_t live, double topShare, double draw);

} // namespace gridscope::quantize
