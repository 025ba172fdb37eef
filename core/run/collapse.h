// SPDX-License-Identifier: GPL-3.0-or-later
// When training has come to nothing: the one rule by which every view, the message and the star of the timeline judge.
// A layer  has collapsed when at least 95 % of its weights are on one grid point. Its clustering score may be near 1 then,
//          and says nothing: there are no clusters left that weights could have gathered in.
// A network guesses when its accuracy is not above that of guessing, 1 / classes, by more than three standard deviations
//          of guessing on so many samples.
#pragma once

#include "core/run/history.h"

namespace gridscope::run {

constexpr double collapsedShare = 0.95;

double fullestShare(
    const LayerState& state); // of the quantized weights, on the fullest grid point; 0 where nothing is counted
bool isCollapsed(const LayerState& state, bool quantized); // `quantized`: as in Snapshot, a grid is in force
// How many quantized layers there are, and how many of them have collapsed.
struct Collapse {
    int layers = 0;
    int collapsed = 0;
    bool isWhole() const { return layers > 0 && collapsed == layers; }
};
Collapse collapseOf(const Snapshot& snapshot);

int classesOf(const Start& start); // outputs of the last layer; 0 when not known
bool isGuessing(double accuracy, int classes, std::int64_t samples);
// By the newest evaluation of the quantized weights up to `step`.
bool isGuessing(const History& history, std::string_view set, std::int64_t step);

} // namespace gridscope::run
