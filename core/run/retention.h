// SPDX-License-Identifier: GPL-3.0-or-later
// What a run file keeps of what it was told: everything but snapshots and checkpoints, whose cadence thins with age.
// Rule   : a snapshot's age is counted in `snapshot_every` steps from the newest. Up to an age of 8,448 all are kept; then every
//          2nd, and each time the age doubles, half of what is left (every 4th, 8th, ...; by step number, so that the same run
//          always leaves the same file). The first, the last and those of bookmarks and bit-length changes stay. With N snapshots told that leaves
//          about 8,448 + 4,224 log2(N / 8,448): 28,000 of 200,000.
//          Checkpoints go by the same rule over their number, all up to an age of 2: the first, the newest two, and about one
//          for each doubling of the distance; and those of bookmarks and bit-length changes. At most 3 + log2(number) + these.
// Why so : the rule looks at numbers only, and thinning now and again later gives what thinning later alone gives. The window
//          is more than twice History::mostSnapshots: so a history from the file equals the live one.
#pragma once

#include "core/run/event.h"

#include <span>

namespace gridscope::run {

constexpr std::int64_t snapshotWindow = 8448;
constexpr std::int64_t checkpointWindow = 2;

// 1, 2, 4, ...: what is `age` old is kept when its number is a multiple of that.
std::int64_t strideAt(std::int64_t age, std::int64_t window);
// How many of `told` are kept, without the first and bookmarks.
std::int64_t keptOf(std::int64_t told, std::int64_t window);

bool isKeptFor(const Mark& mark); // what was there at the mark's step stays: it is a bookmark or a bit-length change
// The checkpoint that was told as number `ordinal`, when `newest` is the number of the newest; without such marks.
bool isKept(std::int64_t ordinal, std::int64_t newest);
// Of the checkpoints that a run told, ascending, those that its file keeps; marks count that were there before their checkpoint
// became old. What a file holds indeed its writer knows (RunWriter::checkpoints).
std::vector<std::int64_t> keptCheckpoints(std::span<const std::int64_t> told, std::span<const Mark> marks);

// The size of the run file at the end, before it is started. Without layers, those that the config's network has on such data
// (networks.h).
std::int64_t estimatedBytes(const RunConfig& config, std::span<const LayerInfo> layers = {});

} // namespace gridscope::run
