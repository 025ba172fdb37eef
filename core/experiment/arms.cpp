// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/arms.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/dataset.h"
#include "core/data/fingerprint.h"
#include "core/file/continuation.h"
#include "core/file/run_lock.h"
#include "core/file/run_reader.h"
#include "core/run/fanout.h"
#include "core/run/size.h"
#include "core/settings/config_fields.h"

#include <filesystem>
#include <limits>
#include <utility>

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

// What decides which data are read.
std::string dataKey(const run::RunConfig& config)
{
    const bool isDrawn = run::isToy(config.data) || config.split != "last"; // from the seed: points, or who is held out
    std::string key = isDrawn ? std::to_string(config.seed) : std::string();
    for (const run::Field& field : run::configFields()) {
        if (field.group == "Data") { key += "\n" + run::fieldText(config, field); }
    }
    return key;
}

void removeRun(const std::string& path)
{
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        std::error_code error;
        std::filesystem::remove(path + suffix, error);
        if (error) { throw FileError("Cannot remove " + run::inQuotes(path + suffix) + ": " + error.message() + "."); }
    }
}

std::optional<Failure> failureOf(const run::History& history)
{
    const auto& end = history.end();
    if (!end || end->how != run::End::How::Failed) { return std::nullopt; }
    for (const run::Mark& mark : history.marks()) {
        if (mark.kind == run::Mark::Kind::Diverged) { return Failure{mark.step, true, end->message}; }
    }
    return Failure{history.lastStep(), false, end->message};
}

struct Recorded {
    run::Start start;
    std::optional<Outcome> outcome; // whatever it is; empty: it was stopped or killed
};

Recorded recordedOf(const Arm& arm, const std::string& path)
{
    run::RunReader reader(path);
    Recorded recorded{reader.start(), std::nullopt};
    requireSameSettings(path, recorded.start.config, arm.config);
    const auto end = reader.end();
    if (end && end->how != run::End::How::Stopped) { recorded.outcome = outcomeOf(arm.name, run::historyOf(path)); }
    return recorded;
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

std::string titleOf(const std::string& arm, std::int64_t seed) { return arm + ", seed " + std::to_string(seed); }

Outcome notBegun(const Arm& arm, const std::string& sentence)
{
    Outcome o;
    o.arm = arm.name;
    o.seed = arm.config.seed;
    o.quantized = o.latent = o.floatStart = o.meanBits = notKnown;
    o.failure = Failure{0, false, sentence, false};
    return o;
}

std::string howText(const Failure& failure)
{
    if (!failure.hasBegun) { return "could not begin"; }
    return (failure.hasDiverged ? "diverged" : "failed") + std::string(" at step ") + std::to_string(failure.step);
}

Outcome outcomeOf(const std::string& arm, const run::History& history)
{
    Outcome o;
    o.arm = arm;
    o.seed = history.start().config.seed;
    o.steps = history.lastStep() - history.start().firstStep + 1;
    o.seconds = history.steps().empty() ? 0 : history.steps().back().seconds;
    o.failure = failureOf(history);
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
        o.layers.push_back({info.name, info.parameters, last->layers[i].storedBits(), last->layers[i].scoreNonzero});
    }
    return o;
}

Arms::Arms(std::string folder, run::Engine engine, Diverged diverged)
    : folder_(std::move(folder)), engine_(std::move(engine)), diverged_(diverged)
{}

std::optional<Outcome> Arms::run(const Arm& arm, run::Control& control, run::Sink& alsoTell)
{
    const std::string path = armFile(folder_, arm);
    Found found = find(arm, path);
    return found.outcome ? std::move(found.outcome) : train(arm, path, found.isThere, control, alsoTell);
}

std::optional<Outcome> Arms::look(const Arm& arm) { return find(arm, armFile(folder_, arm)).outcome; }

std::optional<Outcome> Arms::collect(const Arm& arm)
{
    const std::string path = armFile(folder_, arm);
    if (!holdsRun(path)) { return std::nullopt; }
    try {
        Recorded recorded = recordedOf(arm, path);
        now_.try_emplace(dataKey(arm.config), recorded.start.dataHashes);
        keepInMind({recorded.start.dataHashes, path}, arm.config);
        return std::move(recorded.outcome);
    } catch (const ConfigError&) {
        throw;
    } catch (const FileError&) { // killed before it had told anything
        return std::nullopt;
    }
}

Arms::Found Arms::find(const Arm& arm, const std::string& path)
{
    bool isThere = holdsRun(path);
    if (isThere) {
        try {
            if (auto outcome = read(arm, path)) { return {std::move(outcome), true}; }
            isThere = holdsRun(path); // not one that is to be trained again
        } catch (const ConfigError&) {
            throw;
        } catch (const FileError&) { // nothing told yet? Then a new writer takes the file over; else it refuses
            isThere = false;
        }
    }
    requireDataNow(arm.config);
    return {std::nullopt, isThere};
}

std::optional<Outcome> Arms::read(const Arm& arm, const std::string& path)
{
    Recorded recorded = recordedOf(arm, path);
    if (recorded.outcome && recorded.outcome->failure) {
        if (!recorded.outcome->failure->hasDiverged) {
            recorded.outcome.reset(); // what hindered it may be gone
        } else if (diverged_ == Diverged::TrainAgain) {
            removeRun(path);
            return std::nullopt;
        }
    }
    keepInMind({recorded.start.dataHashes, path}, arm.config);
    return std::move(recorded.outcome);
}

std::optional<Outcome> Arms::train(const Arm& arm, const std::string& path, bool isThere, run::Control& control,
                                   run::Sink& alsoTell)
{
    std::unique_ptr<run::RunWriter> writer;
    run::Job job;
    try {
        if (isThere) {
            run::Continuation on = run::resumeRun(path);
            job = run::jobOf(engine_, on, std::nullopt);
            writer = std::move(on.writer);
        } else {
            writer = std::make_unique<run::RunWriter>(path);
            job = engine_.trainingJob(arm.config);
        }
    } catch (const FileBusyError&) {
        return std::nullopt;
    } catch (const DiskError&) {
        throw;
    } catch (const Error& error) {
        return notBegun(arm, error.what());
    }
    run::History history;
    run::Fanout all({writer.get(), &alsoTell, &history});
    run::runJob(job, control, all);
    const auto& end = history.end();
    const bool hasFailed = end && end->how == run::End::How::Failed;
    if (hasFailed && !history.hasStarted()) { return notBegun(arm, end->message); } // its data are missing, say
    if (history.hasStarted()) {
        now_.try_emplace(dataKey(arm.config), history.start().dataHashes);
        keepInMind({history.start().dataHashes, path}, arm.config);
    }
    if (!end || (!hasFailed && (end->how != run::End::How::Finished || control.isStopping()))) { return std::nullopt; }
    if (const std::string problem = writer->problem(); !problem.empty()) { throw DiskError(problem); }
    writer.reset();
    return outcomeOf(arm.name, run::historyOf(path));
}

void Arms::keepInMind(const Trained& trained, const run::RunConfig& config)
{
    if (!trained.data.isKnown()) { return; } // an older file does not tell
    const auto [known, isNew] = trained_.try_emplace(dataKey(config), trained);
    if (!isNew) { requireDataOf(known->second, trained.data, run::inQuotes(trained.path) + " was trained with"); }
}

void Arms::requireDataOf(const Trained& trained, const run::DataHashes& now, const std::string& whose) const
{
    const std::string sets = run::differingData(trained.data, now);
    if (sets.empty()) { return; }
    throw ConfigError(whose + " other data than " + run::inQuotes(trained.path) + " (" + sets
                      + " differ), and such runs cannot be compared; choose another folder with --out.");
}

// Reads the data, when there are runs in the folder that were made with the same settings: they may have changed since.
void Arms::requireDataNow(const run::RunConfig& config)
{
    const std::string key = dataKey(config);
    const auto known = trained_.find(key);
    if (known == trained_.end()) { return; }
    if (!now_.contains(key)) {
        try {
            now_[key] = data::fingerprintOf(data::loadDataset(config));
        } catch (const Error&) { // the job says what is wrong with them
            return;
        }
    }
    requireDataOf(known->second, now_[key],
                  "In " + run::inQuotes(config.dataFolder.empty() ? config.data : config.dataFolder)
                      + " there are now");
}

} // namespace gridscope::experiment
