// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/arms.h"

#include "core/run/config_fields.h"
#include "core/run/continuation.h"
#include "core/run/error.h"
#include "core/run/fanout.h"
#include "core/run/run_lock.h"
#include "core/run/run_reader.h"
#include "core/run/summary.h"
#include "core/run/wording.h"

#include <cmath>
#include <filesystem>

namespace gridscope::experiment {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

double accuracyOf(const std::optional<run::Score>& score) { return score ? score->accuracy : notKnown; }

void requireSameSettings(const std::string& path, const run::RunConfig& recorded, const run::RunConfig& wanted)
{
    for (const run::Field& field : run::configFields()) {
        const std::string there = run::fieldText(recorded, field), here = run::fieldText(wanted, field);
        if (there != here) {
            throw ConfigError(run::inQuotes(path) + " holds a run with other settings (" + std::string(field.key) + " "
                              + run::shown(there) + ", not " + run::shown(here)
                              + "); choose another folder with --out.");
        }
    }
}

// Finished: what it told. Empty: there is still something to do.
std::optional<Outcome> finishedOutcome(const Arm& arm, const std::string& path)
{
    run::RunReader reader(path);
    requireSameSettings(path, reader.start().config, arm.config);
    const auto end = reader.end();
    if (!end || end->how != run::End::How::Finished) { return std::nullopt; }
    return outcomeOf(arm.name, run::historyOf(path));
}

bool holdsRun(const std::string& path)
{
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && std::filesystem::file_size(path, error) > 0;
}

} // namespace

std::string armFile(const std::string& folder, const Arm& arm)
{
    return (std::filesystem::path(folder) / (arm.name + "-seed" + std::to_string(arm.config.seed) + ".gridscope"))
        .string();
}

Outcome outcomeOf(const std::string& arm, const run::History& history)
{
    Outcome o;
    o.arm = arm;
    o.seed = history.start().config.seed;
    o.steps = history.lastStep() - history.start().firstStep + 1;
    o.seconds = history.steps().empty() ? 0 : history.steps().back().seconds;
    const run::Evaluation* test = history.lastEvaluation("test");
    o.quantized = test ? accuracyOf(test->quantized) : notKnown;
    o.latent = test ? accuracyOf(test->latent) : notKnown;
    o.floatStart = accuracyOf(history.floatStart("test"));
    const run::SnapshotPtr last = history.latest();
    if (!last) { return o; }
    const run::Size size = run::sizeOf(history.start(), *last);
    o.meanBits = size.meanBits;
    o.payloadBytes = size.payloadBytes;
    for (std::size_t i = 0; i < last->layers.size(); ++i) {
        const run::LayerInfo& info = history.start().layers[i];
        o.layers.push_back({info.name, info.parameters, last->layers[i].bits, last->layers[i].scoreNonzero});
    }
    return o;
}

std::optional<Outcome> runArm(const Arm& arm, const std::string& folder, const run::Engine& engine,
                              run::Control& control, run::Sink& alsoTell)
{
    const std::string path = armFile(folder, arm);
    bool isThere = holdsRun(path);
    if (isThere) {
        try {
            if (auto outcome = finishedOutcome(arm, path)) { return outcome; }
        } catch (const ConfigError&) {
            throw;
        } catch (const FileError&) { // nothing told yet? Then a new writer takes the file over; else it refuses
            isThere = false;
        }
    }
    std::unique_ptr<run::RunWriter> writer;
    run::Job job;
    try {
        if (isThere) {
            run::Continuation on = run::resumeRun(path);
            job = run::jobOf(engine, on, std::nullopt);
            writer = std::move(on.writer);
        } else {
            writer = std::make_unique<run::RunWriter>(path);
            job = engine.trainingJob(arm.config);
        }
    } catch (const FileBusyError&) {
        return std::nullopt;
    }
    run::History history;
    run::Fanout all({writer.get(), &alsoTell, &history});
    run::runJob(job, control, all);
    const auto& end = history.end();
    if (end && end->how == run::End::How::Failed) {
        throw NumericsError(arm.name + ", seed " + std::to_string(arm.config.seed) + ": " + end->message);
    }
    if (!end || end->how != run::End::How::Finished || control.isStopping()) { return std::nullopt; }
    if (const std::string problem = writer->problem(); !problem.empty()) { throw FileError(problem); }
    writer.reset();
    return outcomeOf(arm.name, run::historyOf(path));
}

} // namespace gridscope::experiment
