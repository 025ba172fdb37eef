// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: `gridscope train|info|eval|compare|presets|methods` (`data`: data_command.h). Each returns the exit status: 0 done,
// 1 the run failed, 2 the call or an input file is wrong; and 75 when SIGUSR1 ended a training that can be resumed.
#pragma once

#include "core/run/history.h"

#include <optional>
#include <string>
#include <vector>

namespace gridscope::app {

// What `train` and the window take alike to say which run is meant.
struct RunChoice {
    std::string preset;
    std::string configFile;
    std::vector<std::string> settings; // "key=value"
    std::optional<std::int64_t> steps;
    std::optional<std::int64_t> seed;
};
// preset, then file, then single settings. ConfigError or FileError with one sentence.
run::RunConfig chosenConfig(const RunChoice& choice);

struct TrainOptions {
    RunChoice choice;
    std::string folder;             // --to: pictures and numbers go here
    std::string out;                // --out: the run file to make
    std::string resume;             // --resume: the run file to go on with; with --out it is forked into that file
    std::optional<std::int64_t> at; // --at: fork at this kept checkpoint, not at the newest
    bool fromStart = false;         // --from-start: also a run that keeps no checkpoint, anew
    bool strict = false;            // --strict: a weights file must have all weights of the network
    bool json = false;
};
int train(const TrainOptions& options);
// Of run files; info and compare load no engine.
int info(const std::string& path, bool json);
void tellRemark(const std::string& path); // what a reader of this run file should know of it, on standard error
struct EvaluateOptions {
    std::string run;        // a run file, whose newest checkpoint is meant, or a checkpoint file
    bool otherData = false; // also on data that are not those of the run
    bool json = false;
};
int evaluateRun(const EvaluateOptions& options);
int compare(const std::vector<std::string>& paths, bool json);
int listPresets(bool json);
int listMethods(bool json);

} // namespace gridscope::app
