// SPDX-License-Identifier: GPL-3.0-or-later
// What the masks of a recorded step mean: whose they are, how many were dropped, which grid points were left.
// Source : cpq.md section 5; core/quantize/drop_bits.h draws them. Mask i (0-based) belongs to level i + 1, since level 0 is
//          never dropped; a dropped mask closes its own level and all above it.
// Units  : masks as in Step::masks, 0 dropped .. 255 kept; grid points as integer codes.
#pragma once

#include "core/run/history.h"

#include <span>

namespace gridscope::run {

bool dropsBits(const Start& start); // some layer has masks
// One layer's masks in one step; empty where none were drawn (pre-training, frozen gates) or their number does not fit.
std::span<const std::uint8_t> masksOf(const Start& start, const Step& step, std::size_t layer);

struct DropRate {
    double share = 0; // of the masks drawn, those that were 0
    int steps = 0;    // that drew masks
};
// Of the last `most` steps up to and with `until`.
DropRate dropRate(const History& history, std::size_t layer, std::int64_t until, int most = 100);

struct CodeRange {
    int low = 0;
    int high = 0;
    bool contains(int code) const { return code >= low && code <= high; }
    bool operator==(const CodeRange&) const = default;
};
// The grid points that weights of this layer could go to under these masks.
CodeRange keptCodes(const RunConfig& config, std::size_t layer, std::span<const std::uint8_t> masks);
// The grid points of a level: level 2 of bitwise sharing is the 3-bit grid, of endpoints sharing -3 .. 3.
CodeRange levelOf(const RunConfig& config, std::size_t layer, std::size_t level);

} // namespace gridscope::run
