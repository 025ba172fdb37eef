// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands.h"

#include "app/engine_loader.h"
#include "app/pictures.h"
#include "app/progress.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/export/numbers.h"
#include "core/export/summary.h"
#include "core/file/continuation.h"
#include "core/file/run_reader.h"
#include "core/file/run_writer.h"
#include "core/method/methods.h"
#include "core/run/fanout.h"
#include "core/run/retention.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>

namespace gridscope::app {

namespace {

constexpr int temporaryFailure = 75; // EX_TEMPFAIL: start me again

} // namespace

run::RunConfig chosenConfig(const RunChoice& choice)
{
    run::RunConfig config = choice.preset.empty() ? run::presets().front().config : run::preset(choice.preset).config;
    if (!choice.configFile.empty()) {
        config = run::configFromJson(readTextFile(choice.configFile), config, choice.configFile);
    }
    for (const auto& setting : choice.settings) { run::applySetting(config, setting); }
    if (choice.steps) { run::setField(config, "steps", std::to_string(*choice.steps)); }
    if (choice.seed) { run::setField(config, "seed", std::to_string(*choice.seed)); }
    run::requireValid(config);
    return config;
}

namespace {

// What `train` is about to do, and where it records it.
struct Plan {
    run::Job job;
    std::unique_ptr<run::RunWriter> writer; // empty: not recorded
};

// A new file, which holds the run up to the checkpoint and goes on from there.
Plan planFork(const TrainOptions& options, const run::Engine& engine)
{
    std::optional<int> steps;
    if (options.choice.steps) { steps = int(*options.choice.steps); }
    const auto checkpoints = run::RunReader(options.resume).checkpointSteps();
    if (checkpoints.empty()) {
        throw ConfigError(run::inQuotes(options.resume) + " holds no checkpoint yet, so there is nothing to fork.");
    }
    const std::int64_t step = options.at.value_or(checkpoints.back());
    if (std::find(checkpoints.begin(), checkpoints.end(), step) == checkpoints.end()) {
        std::string kept;
        for (const auto other : checkpoints) { kept += (kept.empty() ? "" : ", ") + std::to_string(other); }
        throw ConfigError(run::inQuotes(options.resume) + " keeps no checkpoint of step " + std::to_string(step)
                          + "; there are: " + kept + ".");
    }
    run::Continuation next = run::forkRun(options.resume, step, options.out);
    return {run::jobOf(engine, next, steps), std::move(next.writer)};
}

// Without a checkpoint the settings of the file, which may be anybody's, say what is read and for how long.
void requireAgreement(const TrainOptions& options, run::RunReader& file, std::optional<int> steps)
{
    if (options.fromStart || !file.checkpointSteps().empty()) { return; }
    run::RunConfig config = file.start().config;
    config.steps = steps.value_or(config.steps);
    const std::string folder = config.dataFolder.empty() ? "" : " from " + run::inQuotes(config.dataFolder);
    const std::string weights = config.weightsFile.empty() ? "" : ", weights from " + run::inQuotes(config.weightsFile);
    const std::int64_t before = config.start == "pretrained" ? config.pretrainSteps : 0;
    throw ConfigError(run::inQuotes(options.resume) + " keeps no checkpoint, so it would train anew: " + config.network
                      + " on data " + config.data + folder + weights + ", " + run::thousands(config.steps + before)
                      + " steps, a run file of about " + run::thousands(run::estimatedBytes(config) / 1'000'000)
                      + " MB. Say --from-start to do that.");
}

Plan planResume(const TrainOptions& options, const run::Engine& engine)
{
    run::RunReader file(options.resume);
    tellRemark(options.resume);
    const auto end = file.end();
    std::optional<int> steps;
    if (options.choice.steps) { steps = int(*options.choice.steps); }
    if (end && end->how == run::End::How::Finished && !steps) {
        throw ConfigError(run::inQuotes(options.resume) + " has finished its "
                          + std::to_string(file.start().config.steps) + " steps; give more with --steps to go on.");
    }
    requireAgreement(options, file, steps);
    run::Continuation next = run::resumeRun(options.resume);
    return {run::jobOf(engine, next, steps), std::move(next.writer)};
}

Plan plan(const TrainOptions& options, const run::Engine& engine)
{
    if (options.resume.empty()) {
        if (options.at) { throw ConfigError("--at says where to fork, so it needs --resume, the run that is forked."); }
        const run::RunConfig config = chosenConfig(options.choice);
        if (options.strict && config.weightsFile.empty()) {
            throw ConfigError("--strict asks for all weights of a file, so it needs one: --set weights_file=FILE.");
        }
        return {engine.beginningJob(config, {{}, options.strict}),
                options.out.empty() ? nullptr : std::make_unique<run::RunWriter>(options.out)};
    }
    const RunChoice& c = options.choice;
    if (!c.preset.empty() || !c.configFile.empty() || !c.settings.empty() || c.seed || options.strict) {
        throw ConfigError(
            "--resume goes on with the settings of its run; of the other options only --steps, --out, --at, "
            "--to and --json go with it.");
    }
    if (!options.out.empty()) { return planFork(options, engine); }
    if (options.at) { throw ConfigError("--at says where to fork, so it needs --out, the new file."); }
    return planResume(options, engine);
}

// What pictures call the run: the file that it is recorded in, or the folder that they lie in.
std::string nameOf(const TrainOptions& options)
{
    const std::string file = options.resume.empty() ? options.out : options.resume;
    return run::fileNameText(std::filesystem::path(file.empty() ? options.folder : file).lexically_normal().string());
}

void tellOf(const run::RunWriter& writer)
{
    if (const std::string problem = writer.problem(); !problem.empty()) { complain(problem); }
}

// Knows whether the run has begun, and tells that a recording is in trouble, and that it is in order again, when that happens: the end of a run may be days away.
class TrainingWatch final : public run::SilentSink {
public:
    explicit TrainingWatch(const run::RunWriter* writer) : writer_(writer) {}
    bool hasBegun() const { return hasBegun_; } // from any thread
    void onStart(const run::Start&) override { hasBegun_ = true; }
    void onStep(const run::Step&) override { look(); }
    void onEvaluation(const run::Evaluation&) override { look(); }

private:
    void look()
    {
        const auto now = std::chrono::steady_clock::now();
        if (writer_ == nullptr || now < next_) { return; }
        next_ = now + std::chrono::milliseconds(500);
        const std::string problem = writer_->problem();
        if (!problem.empty() && !isInTrouble_) { complain(problem); }
        if (problem.empty() && isInTrouble_) {
            complain("The recording goes on: what waited is in " + run::inQuotes(writer_->path()) + ".");
        }
        isInTrouble_ = !problem.empty();
    }
    const run::RunWriter* writer_;
    std::atomic<bool> hasBegun_{false};
    std::chrono::steady_clock::time_point next_{};
    bool isInTrouble_ = false;
};

// Whether all of the run is in its file; of one that was resumed the history begins before what was trained now.
bool isRecorded(const run::RunWriter& writer, bool isResumed, run::History& history)
{
    tellOf(writer);
    if (!writer.problem().empty()) { return false; }
    if (isResumed) { history = run::historyOf(writer.path()); }
    return true;
}

void tellResult(const TrainOptions& options, const run::History& history)
{
    if (!options.folder.empty()) {
        writeNumbers(history, options.folder);
        writePictures(history, options.folder, nameOf(options));
        say("Pictures and numbers are in " + options.folder);
    }
    print(options.json ? run::summaryJson(history) + "\n" : run::summaryText(history));
}

} // namespace

int train(const TrainOptions& options)
{
    const run::Engine engine = lazyEngine();
    Plan what = plan(options, engine);
    if (!options.folder.empty()) { makeFolder(options.folder); } // before the work, not after it

    run::History history;
    Progress progress;
    TrainingWatch watch(what.writer.get());
    std::vector<run::Sink*> sinks{&progress, &history, &watch};
    if (what.writer) { sinks.insert(sinks.begin(), what.writer.get()); }
    run::Control control;
    run::Fanout all(sinks);
    const StopOnSignal stopOnSignal(control, [&watch] { return watch.hasBegun(); });
    run::runJob(what.job, control, all);

    const run::End end = *history.end();
    if (end.how == run::End::How::Failed) { complain(end.message); }
    if (!history.hasStarted()) { return end.how == run::End::How::Failed ? 2 : 0; } // the data or the engine is missing
    const bool isWhole = !what.writer || isRecorded(*what.writer, !options.resume.empty(), history);
    tellResult(options, history);
    if (end.how == run::End::How::Failed || !isWhole) { return 1; }
    return StopOnSignal::wasTimeOver() && end.how == run::End::How::Stopped ? temporaryFailure : 0;
}

int listPresets(bool json)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& p : run::presets()) {
        if (!json) { print(p.name + "\n    " + p.title + "\n    " + p.why + "\n"); }
        all.push_back({{"name", p.name},
                       {"title", p.title},
                       {"why", p.why},
                       {"config", nlohmann::ordered_json::parse(run::configToJson(p.config))}});
    }
    if (json) { print(all.dump() + "\n"); }
    return 0;
}

// The first line, and the others below it.
std::string indented(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines) { text.append(text.empty() ? "" : "    ").append(line) += '\n'; }
    return text;
}

int listMethods(bool json)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const run::MethodInfo* m : run::methods()) {
        const std::string forward(m->forward), backward(m->backward);
        if (!json) {
            print(indented(
                {std::string(m->name), std::string(m->title), "forward: " + forward, "backward: " + backward}));
        }
        all.push_back({{"name", m->name}, {"title", m->title}, {"forward", forward}, {"backward", backward}});
    }
    if (json) { print(all.dump() + "\n"); }
    return 0;
}

} // namespace gridscope::app
