// SPDX-License-Identifier: GPL-3.0-or-later
// What a run file and a History keep of what they were told: what is old gets sparser, so that no run is without bounds.
// Rule   : a snapshot's age is counted in `snapshot_every` steps from the newest. Up to an age of 8,448 all are kept; then every
//          2nd, and each time the age doubles, half of what is left (every 4th, 8th, ...; by step number, so that the same run
//          always leaves the same file). The first, the last and those of bookmarks and bit-length changes stay. With N snapshots told that leaves
//          about 8,448 + 4,224 log2(N / 8,448): 28,000 of 200,000.
//          Checkpoints go by the same rule over their number, all up to an age of 2: the first, the newest two, and about one
//          for each doubling of the distance; and those of bookmarks and bit-length changes. At most 3 + log2(number) + these.
//          Steps and evaluations on the validation set go by the same rule with windows of their own, at fixed moments
//          (Thinning): 65,536 steps, 1,024 evaluations and half as many for each doubling. The first, the last, and those of
//          bookmarks, bit-length changes and best accuracies stay.
// Why so : the rule looks at numbers only, and thinning now and again later gives what thinning later alone gives. The window
//          is more than twice History::mostSnapshots: so a history from the file equals the live one.
#pragma once

#include "core/run/event.h"

#include <algorithm>
#include <span>

namespace gridscope::run {

constexpr std::int64_t snapshotWindow = 8448;
constexpr std::int64_t checkpointWindow = 2;
constexpr std::int64_t stepWindow = 65'536;
constexpr std::int64_t evaluationWindow = 1024;

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

// The rule for what is told in great numbers, used each time the steps told pass a multiple of an eighth of the window: by
// step numbers only, so that whoever was told the same, or what another left of it, keeps the same.
struct Thinning {
    std::int64_t window = 1; // in units of `every`, a power of two
    std::int64_t every = 1;  // steps
    std::int64_t chunk() const { return every * std::max<std::int64_t>(1, window / 8); }
    // The moment that was last passed at this step.
    std::int64_t momentOf(std::int64_t step) const;
    bool isDue(std::int64_t before, std::int64_t now) const { return momentOf(before) != momentOf(now); }
    bool stays(std::int64_t step, std::int64_t moment) const;
    // No two neighbours that stay are further apart where the oldest is so many steps old.
    std::int64_t longestStride(std::int64_t age) const
    {
        return every * strideAt(std::max<std::int64_t>(age, 0) / every, window);
    }
};
constexpr Thinning stepThinning{stepWindow, 1};
Thinning evaluationThinning(std::int64_t evaluateEvery);
// Steps and evaluations of that step stay however old they become.
bool isRemembered(const Mark& mark); // isKeptFor, or a best accuracy

// The size of the run file at the end, before it is started. Without layers, those that the config's network has on such data
// (networks.h).
std::int64_t estimatedBytes(const RunConfig& config, std::span<const LayerInfo> layers = {});

} // namespace gridscope::run
