// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: what may stand there, and who answers it. One function adds one command.
// Errors : throws what the commands throw; a line that is no call is told on standard error and has a status of its own.
#pragma once

#include "app/commands.h"
#include "app/data_command.h"
#include "app/experiment.h"
#include "app/export_run.h"
#include "app/window.h"

#include <CLI/CLI.hpp>

#include <functional>

namespace gridscope::app {

constexpr int callIsWrong = 2; // the exit status

class CommandLine {
public:
    CommandLine();
    int answer(int argc, char** argv); // the exit status

private:
    void addWindow();
    void addTrain();
    void addInfo();
    void addEvaluate();
    void addCompare();
    void addExperiment();
    void addExport();
    void addData();
    void addLists();
    // A command with the function that answers it.
    CLI::App& add(const char* name, const std::string& description, std::function<int()> action);
    CLI::App& addOfRuns(const char* name, const std::string& description, int most, std::function<int()> action);

    CLI::App program_;
    std::function<int()> action_; // of the command that was given; empty: the window
    WindowOptions window_;
    TrainOptions train_;
    ExperimentOptions experiment_;
    ExportOptions export_;
    DataOptions data_;
    std::vector<std::string> runs_;
    bool otherData_ = false;
    bool json_ = false;
};

} // namespace gridscope::app
