// SPDX-License-Identifier: GPL-3.0-or-later
// A run without training, for tests of whatever listens to runs and for pictures in the manual: four layers whose bells
// turn into clusters, losses that fall, accuracies that rise. The same config gives the same numbers everywhere.
// Promises: histogram + below + above and counts each sum to the layer's parameters; no torch, no Qt, no clock.
#pragma once

#include "core/run/engine.h"
#include "core/run/history.h"
#include "core/run/worker.h"

namespace gridscope::test {

// Masks are drawn when the config has dropbits; bits stay as they are.
// Layers conv1, conv2, fc1, fc2. Steps -49..0 are float pre-training when the config asks for any.
run::Start scriptedStart(const run::RunConfig& config);
run::SnapshotPtr scriptedSnapshot(const run::Start& start, std::int64_t step);
// All events of a run with `steps` quantized steps, its End included.
run::History scriptedHistory(const run::RunConfig& config, int steps);
// The same events through a Control: pause, pace, stop and live settings work as in a real run.
run::Job scriptedJob(run::RunConfig config);

// The same, with a checkpoint every 50 steps and at a pause (the step and the config as text) and bookmarks; and how it goes on from one.
run::Job scriptedJobWithCheckpoints(run::RunConfig config);
run::Job scriptedResume(const run::Checkpoint& checkpoint, const run::GoOn& goOn);

} // namespace gridscope::test
