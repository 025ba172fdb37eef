// SPDX-License-Identifier: GPL-3.0-or-later
// The program: reads the command line and hands over to the window or to a command.
#include "app/allocator.h"
#include "app/commands.h"
#include "app/data_command.h"
#include "app/experiment.h"
#include "app/export_run.h"
#include "app/picture_decoder.h"
#include "app/terminal.h"
#include "app/window.h"
#include "core/base/dispatch.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/data/picture_folder.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <new>

namespace {

using namespace gridscope;

constexpr int runFailed = 1;
constexpr int callIsWrong = 2;

void addRunChoice(CLI::App& command, app::RunChoice& choice)
{
    command.add_option("--preset", choice.preset, "Start from this preset (see: gridscope presets)");
    command.add_option("--config", choice.configFile, "Start from this JSON file of settings");
    command.add_option("--set", choice.settings, "Change one setting: key=value; may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_option("--steps", choice.steps, "Quantized training steps");
    command.add_option("--seed", choice.seed, "Random seed");
}

std::string list(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names) { text += (text.empty() ? "" : ",") + name; }
    return text;
}

int answer(int argc, char** argv)
{
    CLI::App program(
        "Gridscope shows neural-network weights settling onto quantization grids while the network trains.\n"
        "Without a command it opens the window.",
        "gridscope");
    program.set_version_flag("--version", [] {
        return "gridscope " + std::string(run::programVersion()) + "\nkernels "
               + std::string(run::dispatchName(run::dispatch()));
    });
    program.require_subcommand(0, 1);

    app::WindowOptions window;
    addRunChoice(program, window.choice);
    program.add_option("RUN", window.open, "Open this recording in the window");
    program.add_option("--screenshot", window.screenshot)->group(""); // for README's pictures
    program.add_option("--after", window.screenshotStep)->group("");
    program.add_option("--panel", window.panel)->group("");
    program.add_option("--keys", window.keys)->group("");
    program.add_option("--text", window.textPercent)->group("");
    program.add_option("--size", window.size)->group("")->take_last();
    program.add_option("--theme", window.theme)->group("")->take_last();
    program.add_option("--language", window.language)->check(CLI::IsMember({"en", "de"}))->group("")->take_last();
    program.add_flag("--projector", window.isProjected)->group("");

    app::TrainOptions options;
    auto* train = program.add_subcommand("train", "Train without a window");
    addRunChoice(*train, options.choice);
    train->add_option("--to", options.folder, "Leave the run's pictures and numbers in this folder");
    train->add_option("--out", options.out, "Record the run in this file (suffix .gridscope)");
    train->add_option("--resume", options.resume,
                      "Go on with this run file after its newest checkpoint; with --out in a new file, a fork");
    train->add_flag("--from-start", options.fromStart,
                    "With --resume: begin anew where the run file keeps no checkpoint");
    train->add_option("--at", options.at, "With --resume and --out: fork at this kept checkpoint, not at the newest");
    train->add_flag("--strict", options.strict, "Refuse a weights_file that lacks some of the network's weights");
    train->add_flag("--json", options.json, "Print the result as one JSON object");

    bool json = false;
    std::vector<std::string> runs;
    auto* info = program.add_subcommand("info", "Tell what a recorded run did and how it ended");
    auto* eval =
        program.add_subcommand("eval", "Evaluate a run's newest checkpoint, or a checkpoint file, on the test set");
    auto* compare = program.add_subcommand("compare", "Put recorded runs side by side");
    for (auto* command : {info, eval, compare}) {
        command->add_option("RUN", runs, "Run file")->required()->expected(1, command == compare ? 64 : 1);
        command->add_flag("--json", json, "Print one JSON object");
    }
    bool otherData = false;
    eval->add_flag("--other-data", otherData,
                   "Also when the data have changed since the run was trained; else that is an error");
    app::ExperimentOptions trial;
    auto* experiment = program.add_subcommand(
        "experiment", "Train several runs and compare them: hypothesis, table, sweep. A run that diverges is a row "
                      "that says so; the others go on, and the status is 1");
    experiment->add_option("NAME", trial.name, "hypothesis, table or sweep")->required();
    experiment->add_option("--seeds", trial.seeds, "Number of seeds: 1, 2, ... (3)")->check(CLI::Range(1, 100));
    experiment->add_option("--out", trial.folder,
                           "Folder for the run files and the report; goes on with what is there");
    experiment->add_option("--file", trial.file,
                           "The arms of a sweep: {\"preset\": P, \"arms\": {NAME: {key: value}}}");
    experiment->add_option("--only", trial.only, "Only these arms now, by name; the others are missing from the report")
        ->delimiter(',');
    experiment->add_option("--preset", trial.preset,
                           "What the arms start from, instead of the experiment's own preset");
    experiment->add_option("--set", trial.settings, "Change one setting of all arms: key=value; may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    experiment->add_flag("--again", trial.again,
                         "Train arms that diverged once more, from their beginning; else they stay as they are, and "
                         "are said to have diverged");
    experiment->add_flag("--json", trial.json, "Print one JSON object");
    app::ExportOptions exported;
    auto* exportCommand =
        program.add_subcommand("export", "Write a recorded run in the forms that other programs take");
    exportCommand->add_option("RUN", exported.run, "Run file")->required();
    exportCommand->add_option("--to", exported.folder, "The folder that the files go to")->required();
    exportCommand->add_option("--what", exported.what, "Only these: " + list(app::exportParts()))->delimiter(',');
    exportCommand
        ->add_option("--width", exported.width, "Width of the figures in millimetres: 84 (a column) or 174 (a page)")
        ->check(CLI::IsMember({84, 174}));
    exportCommand->add_flag("--progress", exported.progress)->group(""); // for the window
    exportCommand->add_option("--step", exported.step, "The state at this step instead of the newest");
    app::DataOptions looked;
    auto* dataCommand = program.add_subcommand(
        "data",
        "Look at data before training: kind, classes with counts, split, ranges, duplicates, what is passed over");
    dataCommand->add_option("FOLDER", looked.folder,
                            "What data_folder would name; its kind is guessed unless --set data=KIND says it");
    dataCommand->add_option("--set", looked.settings, "Change one setting: key=value; may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    dataCommand->add_option("--seed", looked.seed, "Random seed, which the split is drawn from");
    dataCommand->add_flag("--json", looked.json, "Print one JSON object");
    auto* presets = program.add_subcommand("presets", "List the presets");
    auto* methods = program.add_subcommand("methods", "List the quantization methods");
    for (auto* list : {presets, methods}) { list->add_flag("--json", json, "Print one JSON array"); }

    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) { return program.exit(error); } // --help, --version
        app::complain(std::string(error.what()) + " (gridscope --help lists what there is)");
        return callIsWrong;
    }
    if (train->parsed()) { return app::train(options); }
    if (experiment->parsed()) { return app::experiment(trial); }
    if (exportCommand->parsed()) { return app::exportRun(exported); }
    if (info->parsed()) { return app::info(runs.front(), json); }
    if (eval->parsed()) { return app::evaluateRun({runs.front(), otherData, json}); }
    if (compare->parsed()) { return app::compare(runs, json); }
    if (dataCommand->parsed()) { return app::tellData(looked); }
    if (presets->parsed()) { return app::listPresets(json); }
    if (methods->parsed()) { return app::listMethods(json); }
    std::error_code ignored;
    if (!window.open.empty() && !std::filesystem::exists(window.open, ignored)) {
        throw ConfigError(run::inQuotes(window.open)
                          + " is neither a command nor a run file (gridscope --help lists what there is).");
    }
    return app::showWindow(argc, argv, window);
}

} // namespace

int main(int argc, char** argv)
{
    app::tuneAllocator();
    app::preferPassiveWaiting();
    app::startWithOneBlasThread();
    data::setPictureDecoder(app::decodePicture);
    std::signal(SIGXFSZ, SIG_IGN); // a file-size limit is told as a full disk, not as a death
    try {
        return answer(argc, argv);
    } catch (const DiskError& error) {
        app::complain(error.what());
        return runFailed;
    } catch (const Error& error) {
        app::complain(error.what());
        return callIsWrong;
    } catch (const std::bad_alloc&) {
        app::complain("There is not enough memory for that.");
        return runFailed;
    } catch (const std::exception& error) { // of a library: a thread that the system does not give, say
        app::complain(std::string("Gridscope cannot go on: ") + error.what() + ".");
        return runFailed;
    }
}
