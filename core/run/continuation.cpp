// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/continuation.h"

#include "core/run/error.h"
#include "core/run/run_reader.h"

#include <filesystem>

namespace gridscope::run {

Continuation resumeRun(const std::string& path, RecordingOptions options)
{
    RunReader file(path);
    Continuation next;
    next.config = file.start().config;
    next.origin = file.start().origin; // a fork that goes on stays one
    const auto checkpoints = file.checkpointSteps();
    std::int64_t step =
        file.start().firstStep - 1; // killed before the first: from the beginning, with the same settings
    if (!checkpoints.empty()) {
        step = checkpoints.back();
        next.checkpoint = file.checkpoint(step);
    }
    next.writer = RunWriter::resume(path, step, std::move(options));
    return next;
}

Continuation forkRun(const std::string& path, std::int64_t step, const std::string& to, const Progress& progress,
                     RecordingOptions options)
{
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::symlink_status(to, error))) {
        throw FileError("The file " + quotedPath(to) + " is there already; choose another name.");
    }
    RunReader file(path);
    Continuation next;
    next.config = file.start().config;
    next.checkpoint = file.checkpoint(step);
    next.origin = Origin{std::filesystem::path(path).filename().string(), step};
    saveCopy(path, to, progress);
    try {
        next.writer = RunWriter::resume(to, step, std::move(options));
    } catch (const Error&) {
        std::filesystem::remove(to, error);
        throw;
    }
    return next;
}

Job jobOf(const Engine& engine, const Continuation& continuation, std::optional<int> steps)
{
    if (continuation.checkpoint.bytes) {
        return engine.resumingJob(continuation.checkpoint, {steps, continuation.origin});
    }
    RunConfig config = continuation.config;
    config.steps = steps.value_or(config.steps);
    return engine.trainingJob(config);
}

} // namespace gridscope::run
