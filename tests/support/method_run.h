// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots as methods tell them whose layers are more than multiples of one step size: a layer of which nothing is left,
// fractions of bits, points that are offset, free ones with and without groups, and arrays beside. All else is scripted_run.h's.
#pragma once

#include "core/run/sink.h"

namespace gridscope::test {

// Of scriptedStart()'s four layers. The free points of "fc1" change every `pointsChangeEvery` steps, those of "fc2" never.
inline constexpr std::int64_t pointsChangeEvery = 20;
run::SnapshotPtr methodSnapshot(const run::Start& start, std::int64_t step);

// Steps from `first` to `last`, a snapshot every 5, a checkpoint every 20.
void tellMethodSteps(run::Sink& sink, const run::Start& start, std::int64_t first, std::int64_t last);
// A run of 60 steps with its end.
void tellMethodRun(run::Sink& sink);

} // namespace gridscope::test
