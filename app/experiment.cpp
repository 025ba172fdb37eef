// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment.h"

#include "app/commands.h"
#include "app/engine_loader.h"
#include "app/progress.h"
#include "app/signals.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"
#include "core/experiment/experiments.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>

namespace gridscope::app {

namespace {

constexpr std::size_t mostSweepBytes = 1'000'000;

run::RunConfig baseOf(const ExperimentOptions& options, const std::string& ownPreset)
{
    RunChoice choice;
    choice.preset = options.preset.empty() ? ownPreset : options.preset;
    choice.settings = options.settings;
    return chosenConfig(choice);
}

experiment::Report reportOf(const ExperimentOptions& options, std::span<const std::int64_t> seeds,
                            const experiment::RunOne& run)
{
    if (options.name == "sweep") {
        if (options.file.empty()) { throw ConfigError("experiment sweep needs --file, a JSON file with the arms."); }
        if (!options.preset.empty() || !options.settings.empty()) {
            throw ConfigError("experiment sweep takes its settings from the file; put --preset and --set there.");
        }
        const auto bytes = readBytesFile(options.file, mostSweepBytes);
        return experiment::sweep({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                                 run::fileNameText(options.file), seeds, run);
    }
    if (options.name == "table") { return experiment::resultsTable(baseOf(options, "results-table"), seeds, run); }
    if (options.name == "hypothesis") { return experiment::hypothesis(baseOf(options, "learned-bits"), seeds, run); }
    throw ConfigError("There is no experiment " + run::inQuotes(options.name)
                      + "; known are hypothesis, table and sweep.");
}

void tellFailure(const experiment::Outcome& outcome)
{
    say(outcome.arm + ", seed " + std::to_string(outcome.seed) + " has failed: " + outcome.failure->sentence);
}

bool isWanted(const ExperimentOptions& options, const experiment::Arm& arm)
{
    return options.only.empty() || std::ranges::find(options.only, arm.name) != options.only.end();
}

} // namespace

int experiment(const ExperimentOptions& options)
{
    const std::string folder = options.folder.empty() ? "gridscope-" + options.name : options.folder;
    makeFolder(folder);
    std::vector<std::int64_t> seeds(std::size_t(std::max(1, options.seeds)));
    std::iota(seeds.begin(), seeds.end(), 1);

    using Diverged = experiment::Arms::Diverged;
    experiment::Arms arms(folder, lazyEngine(), options.again ? Diverged::TrainAgain : Diverged::Keep);
    run::Control control;
    const StopOnSignal stopOnSignal(control);
    const auto runOne = [&](const experiment::Arm& arm) -> std::optional<experiment::Outcome> {
        if (control.isStopping() || !isWanted(options, arm)) { return std::nullopt; }
        say(arm.name + ", seed " + std::to_string(arm.config.seed));
        Progress progress;
        auto outcome = arms.run(arm, control, progress);
        if (outcome && outcome->failure) { tellFailure(*outcome); }
        return outcome;
    };
    const experiment::Report report = reportOf(options, seeds, runOne);
    writeTextFile(folder + "/report.md", experiment::markdownOf(report));
    writeTextFile(folder + "/report.json", experiment::jsonOf(report) + "\n");
    writeTextFile(folder + "/report.html", experiment::pageOf(report, folder));
    const std::string text = options.json ? experiment::jsonOf(report) + "\n" : experiment::markdownOf(report);
    print(text);
    say("The runs and report.html are in " + folder);
    if (StopOnSignal::wasTimeOver()) { return 75; }
    if (report.failed.empty()) { return 0; }
    const std::size_t all = report.failed.size() + report.outcomes.size();
    complain(std::to_string(report.failed.size()) + " of " + std::to_string(all)
             + " runs failed; the report says which, and at which step.");
    return 1;
}

} // namespace gridscope::app
