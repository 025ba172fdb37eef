// SPDX-License-Identifier: GPL-3.0-or-later
// Going on from a checkpoint: in the same run file (a resume), or in a new one that holds the run up to that step and names
// where it comes from (a fork).
// Data   : a run that is gone on with finds its data as its settings name them, else where they were, else beside its file.
// Errors : FileError, one sentence; nothing is changed then, and no new file is left. The same holds when the job ends before it
//          has told its Start (run_writer.h).
#pragma once

#include "core/file/run_writer.h"
#include "core/run/engine.h"
#include "core/run/history.h"

namespace gridscope::run {

// False: cancelled. `share` goes from 0 to 1.
using Progress = std::function<bool(double share)>;

struct Continuation {
    RunConfig config;                  // as the run began; the checkpoint knows the changes on the way
    Checkpoint checkpoint;             // without bytes: nothing was kept, so the run begins anew
    std::unique_ptr<RunWriter> writer; // goes on after the checkpoint; what was told after it is gone from its file
    std::optional<Origin> origin;      // of a fork
    std::int64_t step = 0;             // of the checkpoint; the one before the first when the run begins anew
    Places places;                     // of the data and the weights that it needs
};

// Where the files are that the run at `path` read: as given in its settings, from the current folder; else at their place when
// the run was recorded; else beside the run file. FileError that names in full where it was looked, when they are nowhere.
Places placesOf(const std::string& path);

// What the run at `path` is once it goes on after the checkpoint at `step`, with the mark of the resume.
History historyUntil(const std::string& path, std::int64_t step);

// After the newest checkpoint. What the file told after it is deleted.
Continuation resumeRun(const std::string& path, RecordingOptions options = {});
// `path` may still be written: what matters is in it once the checkpoint is told and flushed. `to` must not exist.
Continuation forkRun(const std::string& path, std::int64_t step, const std::string& to, const Progress& progress = {},
                     RecordingOptions options = {});
// `steps` replaces the number of quantized steps, when given.
Job jobOf(const Engine& engine, const Continuation& continuation, std::optional<int> steps);

} // namespace gridscope::run
