// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment.h"

#include "app/commands.h"
#include "app/engine_loader.h"
#include "app/experiment_jobs.h"
#include "app/experiment_table.h"
#include "app/experiment_worker.h"
#include "app/pictures.h"
#include "app/progress.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/experiment/experiments.h"
#include "core/experiment/method_arms.h"
#include "core/experiment/seeds.h"
#include "core/run/fanout.h"

#include <algorithm>

namespace gridscope::app {

namespace {

constexpr std::size_t mostSweepBytes = 1'000'000;

run::RunConfig baseOf(const ExperimentOptions& options, const std::string& ownPreset)
{
    RunChoice choice;
    choice.preset = options.preset.empty() ? ownPreset : options.preset;
    if (!chosenConfig(choice).learnBits) {
        const auto settings = experiment::learnedBitsSettings();
        choice.settings.assign(settings.begin(), settings.end());
    }
    choice.settings.insert(choice.settings.end(), options.settings.begin(), options.settings.end());
    return chosenConfig(choice);
}

// Those whose arms are made from a preset and what the user changes in it.
struct OnPreset {
    const char* name;
    const char* preset;
    experiment::Report (*make)(const run::RunConfig&, std::span<const std::int64_t>, const experiment::RunOne&);
};
constexpr OnPreset onPresets[] = {{"hypothesis", "learned-bits", experiment::hypothesis},
                                  {"methods", "fashion-quick", experiment::methodsCompared},
                                  {"table", "results-table", experiment::resultsTable}};

// The experiment of that name, with all that it needs read and checked.
experiment::Experiment chosenExperiment(const ExperimentOptions& options)
{
    const std::vector<std::int64_t> seeds = experiment::seedsOf(options.seeds);
    if (options.name == "sweep") {
        if (options.file.empty()) { throw ConfigError("experiment sweep needs --file, a JSON file with the arms."); }
        if (!options.preset.empty() || !options.settings.empty()) {
            throw ConfigError("experiment sweep takes its settings from the file; put --preset and --set there.");
        }
        const auto bytes = readBytesFile(options.file, mostSweepBytes);
        return [seeds, text = std::string(bytes.begin(), bytes.end()), name = run::fileNameText(options.file)](
                   const experiment::RunOne& run) { return experiment::sweep(text, name, seeds, run); };
    }
    for (const OnPreset& own : onPresets) {
        if (options.name != own.name) { continue; }
        return [seeds, base = baseOf(options, own.preset), make = own.make](const experiment::RunOne& run) {
            return make(base, seeds, run);
        };
    }
    throw ConfigError("There is no experiment " + run::inQuotes(options.name)
                      + "; known are hypothesis, methods, table and sweep.");
}

// It asks for the wanted arms alone; the others are missing from its report.
experiment::Experiment onlyWanted(experiment::Experiment experiment, const std::vector<std::string>& only)
{
    if (only.empty()) { return experiment; }
    std::string known;
    const auto arms = experiment::armsOf(experiment, [](const experiment::Arm&) { return std::nullopt; });
    for (const experiment::Arm& arm : arms) {
        if (arm.config.seed == arms.front().config.seed) { known += (known.empty() ? "" : ", ") + arm.name; }
    }
    for (const std::string& name : only) {
        if (std::ranges::none_of(arms, [&](const experiment::Arm& arm) { return arm.name == name; })) {
            throw ConfigError("There is no arm " + run::inQuotes(name) + " in this experiment; there are " + known
                              + ".");
        }
    }
    return [experiment = std::move(experiment), only](const experiment::RunOne& run) {
        return experiment([&](const experiment::Arm& arm) {
            return std::ranges::find(only, arm.name) == only.end() ? std::nullopt : run(arm);
        });
    };
}

class StepsForTable final : public run::SilentSink {
public:
    StepsForTable(ExperimentTable& table, const experiment::Arm& arm) : table_(table), arm_(arm) {}
    void onStep(const run::Step& step) override
    {
        table_.step(arm_, step.index);
        table_.draw();
    }

private:
    ExperimentTable& table_;
    const experiment::Arm& arm_;
};

// One after the other, in this process. Where nothing can be drawn, what each of them tells is there line by line.
experiment::Report trainInTurn(const experiment::Experiment& experiment, experiment::Arms& arms, ExperimentTable& table,
                               run::Control& control)
{
    return experiment([&](const experiment::Arm& arm) -> std::optional<experiment::Outcome> {
        if (control.isStopping()) { return std::nullopt; }
        std::optional<Progress> progress;
        StepsForTable steps(table, arm);
        run::Fanout all({&steps});
        if (!table.isDrawn()) {
            say(titleOf(arm));
            progress.emplace();
            all = run::Fanout({&*progress, &steps});
        }
        table.begins(arm);
        const auto outcome = arms.run(arm, control, all);
        if (outcome) {
            table.ended(arm, *outcome);
        } else {
            table.left(arm);
        }
        return outcome;
    });
}

bool hasAnyBegun(const experiment::Report& report)
{
    const auto hasBegun = [](const experiment::Outcome& o) { return o.failure->hasBegun; };
    return !report.outcomes.empty() || std::ranges::any_of(report.failed, hasBegun);
}

// When none of them could begin there is nothing to report: the data are missing, say.
void requireAnyBegun(const experiment::Report& report)
{
    if (report.failed.empty() || hasAnyBegun(report)) { return; }
    const experiment::Outcome& first = report.failed.front();
    throw Error(titleOf(first) + ": " + first.failure->sentence);
}

// What is known so far, while runs go on.
void writeNumbers(const experiment::Report& report, const std::string& folder)
{
    writeTextFile(folder + "/report.md", experiment::markdownOf(report));
    writeTextFile(folder + "/report.json", experiment::jsonOf(report) + "\n");
}

void writeReport(experiment::Report& report, const std::string& folder)
{
    if (!report.points.empty()) {
        experiment::addCards(report, folder);
        writePayloadPictures(report, folder);
    }
    writeNumbers(report, folder);
    writeTextFile(folder + "/report.html", experiment::pageOf(report, folder));
}

// The exit status.
int tellProblems(const experiment::Report& report, int lost)
{
    if (StopOnSignal::wasTimeOver()) { return 75; }
    if (lost > 0) {
        complain(std::to_string(lost) + (lost == 1 ? " run was" : " runs were")
                 + " lost with the processes that trained them; the same command goes on with them.");
    }
    if (report.failed.empty()) { return lost > 0 ? 1 : 0; }
    const std::size_t all = report.failed.size() + report.outcomes.size();
    complain(std::to_string(report.failed.size()) + " of " + std::to_string(all)
             + " runs failed; the report says which, and at which step.");
    return 1;
}

} // namespace

int experiment(const ExperimentOptions& options)
{
    if (options.workerOf != 0) { return experimentWorker(options.folder, options.workerOf); }
    const auto experiment = onlyWanted(chosenExperiment(options), options.only);
    const std::string folder = options.folder.empty() ? "gridscope-" + options.name : options.folder;
    ExperimentTable table(experiment, std::size_t(options.jobs));
    makeFolder(folder);

    using Diverged = experiment::Arms::Diverged;
    table.tellEach([&] {
        const auto report = experiment([&](const experiment::Arm& arm) { return table.known(arm); });
        if (hasAnyBegun(report)) { writeNumbers(report, folder); }
    });
    experiment::Arms arms(folder, lazyEngine(), options.again ? Diverged::TrainAgain : Diverged::Keep);
    run::Control control;
    const StopOnSignal stopOnSignal(control);
    ExperimentJobs jobs(arms, table, control, folder, std::size_t(options.jobs));
    experiment::Report report = options.jobs > 1 ? jobs.run(experiment) : trainInTurn(experiment, arms, table, control);
    table.clear();
    requireAnyBegun(report);
    writeReport(report, folder);
    print(options.json ? experiment::jsonOf(report) + "\n" : experiment::markdownOf(report));
    say("The runs and report.html are in " + folder);
    return tellProblems(report, jobs.lost());
}

} // namespace gridscope::app
