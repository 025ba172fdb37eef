// SPDX-License-Identifier: GPL-3.0-or-later
// Going on from a checkpoint: in the same run file (a resume), or in a new one that holds the run up to that step and names
// where it comes from (a fork).
// Errors : FileError, one sentence; nothing is changed then, and no new file is left.
#pragma once

#include "core/run/engine.h"
#include "core/run/run_writer.h"

namespace gridscope::run {

// False: cancelled. `share` goes from 0 to 1.
using Progress = std::function<bool(double share)>;

struct Continuation {
    RunConfig config;                  // as the run began; the checkpoint knows the changes on the way
    Checkpoint checkpoint;             // without bytes: nothing was kept, so the run begins anew
    std::unique_ptr<RunWriter> writer; // goes on after the checkpoint; what was told after it is gone from its file
    std::optional<Origin> origin;      // of a fork
};

// After the newest checkpoint. What the file told after it is deleted.
Continuation resumeRun(const std::string& path, RecordingOptions options = {});
// `path` may still be written: what matters is in it once the checkpoint is told and flushed. `to` must not exist.
Continuation forkRun(const std::string& path, std::int64_t step, const std::string& to, const Progress& progress = {},
                     RecordingOptions options = {});
// `steps` replaces the number of quantized steps, when given.
Job jobOf(const Engine& engine, const Continuation& continuation, std::optional<int> steps);

} // namespace gridscope::run
