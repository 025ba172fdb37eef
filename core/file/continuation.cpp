// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/continuation.h"

#include "core/base/error.h"
#include "core/file/run_reader.h"

#include <algorithm>
#include <filesystem>

namespace gridscope::run {

namespace {

namespace fs = std::filesystem;

// `given` may be relative; `then` is where it was, in full, "" when the file does not say. Each place once, in full.
std::vector<fs::path> placesFor(const std::string& given, const std::string& then, const std::string& runFile)
{
    std::vector<fs::path> places{fs::absolute(given).lexically_normal()};
    const auto add = [&](const fs::path& place) {
        if (std::ranges::find(places, place) == places.end()) { places.push_back(place); }
    };
    if (!then.empty()) { add(fs::path(then)); }
    if (fs::path(given).is_relative()) { add((fs::absolute(runFile).parent_path() / given).lexically_normal()); }
    return places;
}

std::string found(const char* what, const std::string& given, const std::string& then, const std::string& runFile)
{
    if (given.empty()) { return {}; }
    std::string looked;
    for (const auto& place : placesFor(given, then, runFile)) {
        std::error_code error;
        if (fs::exists(place, error)) { return place.string(); }
        looked += (looked.empty() ? "" : ", ") + quotedPath(place.string());
    }
    throw FileError(std::string(what) + " of the run " + quotedPath(runFile) + " are not there; looked for " + looked
                    + "; put them there, or beside the run file.");
}

// Passes on what is told up to a checkpoint, and later bookmarks at earlier steps.
class UntilCheckpoint final : public EventSink {
public:
    UntilCheckpoint(Sink& sink, std::int64_t step) : sink_(sink), step_(step) {}
    void onEvent(Event event) override
    {
        if (std::holds_alternative<End>(event)) { return; }
        if (!isOver_ || isEarlierBookmark(event)) { tell(event, sink_); }
        const auto* start = eventAs<Start>(event);
        const auto* checkpoint = eventAs<Checkpoint>(event);
        const bool beginsAnew = start != nullptr && step_ < start->firstStep;
        isOver_ = isOver_ || beginsAnew || (checkpoint != nullptr && checkpoint->step == step_);
    }

private:
    bool isEarlierBookmark(const Event& event) const
    {
        const auto* mark = eventAs<Mark>(event);
        return mark != nullptr && mark->kind == Mark::Kind::Bookmark && mark->step <= step_;
    }
    Sink& sink_;
    std::int64_t step_;
    bool isOver_ = false;
};

} // namespace

Places placesOf(const std::string& path)
{
    RunReader file(path);
    const RunConfig& config = file.start().config;
    const bool beginsAnew = file.checkpointSteps().empty();
    return {found("The data", config.dataFolder, file.placeThen("data_place"), path),
            beginsAnew ? found("The weights", config.weightsFile, file.placeThen("weights_place"), path) : ""};
}

History historyUntil(const std::string& path, std::int64_t step)
{
    History history;
    UntilCheckpoint until(history, step);
    RunReader(path).poll(until, History::mostSnapshots);
    history.onMark({step, Mark::Kind::Resumed, "", "resumed", "", ""});
    return history;
}

Continuation resumeRun(const std::string& path, RecordingOptions options)
{
    RunReader file(path);
    Continuation next;
    next.places = placesOf(path);
    next.config = file.start().config;
    next.origin = file.start().origin; // a fork that goes on stays one
    const auto checkpoints = file.checkpointSteps();
    std::int64_t step =
        file.start().firstStep - 1; // killed before the first: from the beginning, with the same settings
    if (!checkpoints.empty()) {
        step = checkpoints.back();
        next.checkpoint = file.checkpoint(step);
    }
    next.step = step;
    next.writer = RunWriter::resume(path, step, std::move(options));
    return next;
}

Continuation forkRun(const std::string& path, std::int64_t step, const std::string& to, const Progress& progress,
                     RecordingOptions options)
{
    requireUnused(to);
    RunReader file(path);
    Continuation next;
    next.places = placesOf(path);
    next.config = file.start().config;
    next.checkpoint = file.checkpoint(step);
    next.step = step;
    options.isNewFork = true;
    next.origin = Origin{std::filesystem::path(path).filename().string(), step};
    saveCopy(path, to, progress);
    try {
        next.writer = RunWriter::resume(to, step, std::move(options));
    } catch (const Error&) {
        std::error_code ignored;
        std::filesystem::remove(to, ignored);
        throw;
    }
    return next;
}

Job jobOf(const Engine& engine, const Continuation& continuation, std::optional<int> steps)
{
    if (continuation.checkpoint.bytes) {
        return engine.resumingJob(continuation.checkpoint, {steps, continuation.origin, continuation.places});
    }
    RunConfig config = continuation.config;
    config.steps = steps.value_or(config.steps);
    return engine.beginningJob ? engine.beginningJob(config, {continuation.places}) : engine.trainingJob(config);
}

} // namespace gridscope::run
