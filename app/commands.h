// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: `gridscope train|presets|methods`. Each returns the exit status of design.md: 0 done, 1 the run
// failed, 2 the call or an input file is wrong.
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
    std::vector<std::string> settings;             // "key=value"
    std::optional<std::int64_t> steps;
    std::optional<std::int64_t> seed;
};
// preset, then file, then single settings. ConfigError or FileError with one sentence.
run::RunConfig chosenConfig(const RunChoice& choice);

struct TrainOptions {
    RunChoice choice;
    std::string folder;                            // --to: pictures and numbers go here
    bool json = false;
};
int train(const TrainOptions& options);
int listPresets(bool json);
int listMethods(bool json);

} // namespace gridscope::app
