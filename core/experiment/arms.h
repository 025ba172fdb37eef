// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments are sets of ordinary runs ("arms"), each recorded in a file of its own, so that an experiment can be stopped
// or killed at any time and goes on where it was: finished arms are read, unfinished ones resumed.
// Errors : ConfigError when a file of that name holds a run with other settings; FileError; an arm that fails ends the
//          experiment with its sentence (NumericsError).
// Threads: everything happens on the calling thread. Two programs in one folder share the work: an arm whose file is being
//          written by somebody else is left to them (Busy).
#pragma once

#include "core/run/engine.h"
#include "core/run/history.h"

#include <string>
#include <vector>

namespace gridscope::experiment {

struct Arm {
    std::string name;      // "cpq-3bit": part of the file's name
    run::RunConfig config; // with its seed
};

struct LayerOutcome {
    std::string name;
    std::int64_t parameters = 0;
    int bits = 0; // 0 = full precision
    double scoreNonzero = 0;
};
struct Outcome {
    std::string arm;
    std::int64_t seed = 0;
    std::int64_t steps = 0; // float and quantized
    double quantized = 0;   // test accuracies, shares
    double latent = 0;
    double floatStart = 0;
    double meanBits = 0;
    std::int64_t payloadBytes = 0;
    double seconds = 0;
    std::vector<LayerOutcome> layers;
};

std::string armFile(const std::string& folder, const Arm& arm); // FOLDER/NAME-seedN.gridscope

// Runs, resumes or reads the arm. Empty: stopped by the control, or being written by another program.
std::optional<Outcome> runArm(const Arm& arm, const std::string& folder, const run::Engine& engine,
                              run::Control& control, run::Sink& alsoTell);
Outcome outcomeOf(const std::string& arm, const run::History& history);

} // namespace gridscope::experiment
