// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include "app/terminal.h"
#include "core/base/dispatch.h"
#include "core/base/error.h"
#include "core/base/version.h"
#include "core/base/wording.h"

#include <filesystem>

namespace gridscope::app {

namespace {

std::string version()
{
    return "gridscope " + std::string(run::programVersion()) + "\nkernels "
           + std::string(run::dispatchName(run::dispatch()));
}

void addSettings(CLI::App& command, std::vector<std::string>& settings, const char* description)
{
    command.add_option("--set", settings, description)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void addRunChoice(CLI::App& command, RunChoice& choice)
{
    command.add_option("--preset", choice.preset, "Start from this preset (see: gridscope presets)");
    command.add_option("--config", choice.configFile, "Start from this JSON file of settings");
    addSettings(command, choice.settings, "Change one setting: key=value; may be repeated");
    command.add_option("--steps", choice.steps, "Quantized training steps");
    command.add_option("--seed", choice.seed, "Random seed");
}

std::string list(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names) { text += (text.empty() ? "" : ",") + name; }
    return text;
}

void requireRunFile(const std::string& path)
{
    std::error_code ignored;
    if (path.empty() || std::filesystem::exists(path, ignored)) { return; }
    throw ConfigError(run::inQuotes(path)
                      + " is neither a command nor a run file (gridscope --help lists what there is).");
}

} // namespace

CommandLine::CommandLine()
    : program_("Gridscope shows neural-network weights settling onto quantization grids while the network trains.\n"
               "Without a command it opens the window.",
               "gridscope")
{
    program_.set_version_flag("--version", version);
    program_.require_subcommand(0, 1);
    addWindow();
    addTrain();
    addInfo();
    addEvaluate();
    addCompare();
    addExperiment();
    addExport();
    addData();
    addLists();
}

int CommandLine::answer(int argc, char** argv)
{
    try {
        program_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) { return program_.exit(error); } // --help, --version
        complain(std::string(error.what()) + " (gridscope --help lists what there is)");
        return callIsWrong;
    }
    if (action_) { return action_(); }
    requireRunFile(window_.open);
    return showWindow(argc, argv, window_);
}

CLI::App& CommandLine::add(const char* name, const std::string& description, std::function<int()> action)
{
    CLI::App* command = program_.add_subcommand(name, description);
    command->callback([this, action = std::move(action)] { action_ = action; });
    return *command;
}

CLI::App& CommandLine::addOfRuns(const char* name, const std::string& description, int most,
                                 std::function<int()> action)
{
    CLI::App& command = add(name, description, std::move(action));
    command.add_option("RUN", runs_, "Run file")->required()->expected(1, most);
    command.add_flag("--json", json_, "Print one JSON object");
    return command;
}

void CommandLine::addWindow()
{
    addRunChoice(program_, window_.choice);
    program_.add_option("RUN", window_.open, "Open this recording in the window");
    program_.add_option("--screenshot", window_.screenshot)->group(""); // for README's pictures
    program_.add_option("--after", window_.screenshotStep)->group("");
    program_.add_option("--panel", window_.panel)->group("");
    program_.add_option("--keys", window_.keys)->group("");
    program_.add_option("--text", window_.textPercent)->group("");
    program_.add_option("--size", window_.size)->group("")->take_last();
    program_.add_option("--theme", window_.theme)->group("")->take_last();
    program_.add_option("--language", window_.language)->check(CLI::IsMember({"en", "de"}))->group("")->take_last();
    program_.add_flag("--projector", window_.isProjected)->group("");
}

void CommandLine::addTrain()
{
    CLI::App& command = add("train", "Train without a window", [this] { return train(train_); });
    addRunChoice(command, train_.choice);
    command.add_option("--to", train_.folder, "Leave the run's pictures and numbers in this folder");
    command.add_option("--out", train_.out, "Record the run in this file (suffix .gridscope)");
    command.add_option("--resume", train_.resume,
                       "Go on with this run file after its newest checkpoint; with --out in a new file, a fork");
    command.add_flag("--from-start", train_.fromStart,
                     "With --resume: begin anew where the run file keeps no checkpoint");
    command.add_option("--at", train_.at, "With --resume and --out: fork at this kept checkpoint, not at the newest");
    command.add_flag("--strict", train_.strict, "Refuse a weights_file that lacks some of the network's weights");
    command.add_flag("--json", train_.json, "Print the result as one JSON object");
}

void CommandLine::addInfo()
{
    addOfRuns("info", "Tell what a recorded run did and how it ended", 1,
              [this] { return info(runs_.front(), json_); });
}

void CommandLine::addEvaluate()
{
    CLI::App& command =
        addOfRuns("eval", "Evaluate a run's newest checkpoint, or a checkpoint file, on the test set", 1, [this] {
            return evaluateRun({runs_.front(), otherData_, json_});
        });
    command.add_flag("--other-data", otherData_,
                     "Also when the data have changed since the run was trained; else that is an error");
}

void CommandLine::addCompare()
{
    addOfRuns("compare", "Put recorded runs side by side", 64, [this] { return compare(runs_, json_); });
}

void CommandLine::addExperiment()
{
    CLI::App& command = add("experiment",
                            "Train several runs and compare them: hypothesis, methods, table, sweep. A run that "
                            "diverges or cannot begin is a "
                            "row that says so; the others go on, and the status is 1",
                            [this] { return experiment(experiment_); });
    command.add_option("NAME", experiment_.name, "hypothesis, methods, table or sweep")->required();
    command.add_option(
        "--seeds", experiment_.seeds,
        "How many seeds, 1, 2, ... up to that number (3), or with commas which: 4,5,6 (7, is seed 7 alone)");
    command
        .add_option(
            "--jobs", experiment_.jobs,
            "Train that many arms at once (1), each in a process of its own; same results as one after the other. "
            "Say --set threads=1 as well, or each of them takes all processor cores but one")
        ->check(CLI::Range(1, 64));
    command.add_option("--worker-of", experiment_.workerOf)->group(""); // one of the jobs
    command.add_option("--out", experiment_.folder,
                       "Folder for the run files and the report; goes on with what is there");
    command.add_option("--file", experiment_.file,
                       "The arms of a sweep: {\"preset\": P, \"arms\": {NAME: {key: value}}}");
    command
        .add_option("--only", experiment_.only, "Only these arms now, by name; the others are missing from the report")
        ->delimiter(',');
    command.add_option("--preset", experiment_.preset,
                       "What the arms start from, instead of the experiment's own preset");
    addSettings(command, experiment_.settings, "Change one setting of all arms: key=value; may be repeated");
    command.add_flag("--again", experiment_.again,
                     "Train arms that diverged once more, from their beginning; else they stay as they are, and "
                     "are said to have diverged");
    command.add_flag("--json", experiment_.json, "Print one JSON object");
}

void CommandLine::addExport()
{
    CLI::App& command = add("export", "Write a recorded run in the forms that other programs take",
                            [this] { return exportRun(export_); });
    command.add_option("RUN", export_.run, "Run file")->required();
    command.add_option("--to", export_.folder, "The folder that the files go to")->required();
    command.add_option("--what", export_.what, "Only these: " + list(exportParts()))->delimiter(',');
    command.add_option("--width", export_.width, "Width of the figures in millimetres: 84 (a column) or 174 (a page)")
        ->check(CLI::IsMember({84, 174}));
    command.add_flag("--progress", export_.progress)->group(""); // for the window
    command.add_option("--step", export_.step, "The state at this step instead of the newest");
}

void CommandLine::addData()
{
    CLI::App& command =
        add("data",
            "Look at data before training: kind, classes with counts, split, ranges, duplicates, what is passed over",
            [this] { return tellData(data_); });
    command.add_option("FOLDER", data_.folder,
                       "What data_folder would name; its kind is guessed unless --set data=KIND says it");
    addSettings(command, data_.settings, "Change one setting: key=value; may be repeated");
    command.add_option("--seed", data_.seed, "Random seed, which the split is drawn from");
    command.add_flag("--json", data_.json, "Print one JSON object");
}

void CommandLine::addLists()
{
    CLI::App& presets = add("presets", "List the presets", [this] { return listPresets(json_); });
    CLI::App& methods = add("methods", "List the quantization methods", [this] { return listMethods(json_); });
    for (CLI::App* command : {&presets, &methods}) { command->add_flag("--json", json_, "Print one JSON array"); }
}

} // namespace gridscope::app
