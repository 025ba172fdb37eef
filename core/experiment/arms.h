// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments are sets of ordinary runs ("arms"), each recorded in a file of its own, so that an experiment can be stopped
// or killed at any time and goes on where it was: finished arms are read, unfinished ones resumed.
// Failure: an arm whose training ended with a sentence, because its numbers did, is an outcome too. One that diverged would do
//          so again, bit for bit, and is read like a finished one unless asked for again; any other is gone on with. One that
//          could not even begin is an outcome, too, and the others are none the worse for it.
// Errors : ConfigError when a file of that name holds a run with other settings, or when runs of one folder and equal data
//          settings would be made with different data; DiskError, which no other arm would escape.
// Threads: everything happens on the calling thread. Two programs in one folder share the work: an arm whose file is being
//          written by somebody else is left to them (Busy).
#pragma once

#include "core/run/engine.h"
#include "core/run/history.h"

#include <map>
#include <optional>
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
    double bits = 0; // 32 of full precision
    double scoreNonzero = 0;
};
struct Failure {
    std::int64_t step = 0;
    bool hasDiverged = false; // else it could not go on for another reason
    std::string sentence;
    bool hasBegun = true; // else there is no run to look at
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
    std::optional<Failure> failure = {}; // then what is above is that of its last step, and no result
};

std::string armFile(const std::string& folder, const Arm& arm); // FOLDER/NAME-seedN.gridscope
std::string titleOf(const std::string& arm, std::int64_t seed); // "cpq-3bit, seed 2"
inline std::string titleOf(const Arm& arm) { return titleOf(arm.name, arm.config.seed); }
inline std::string titleOf(const Outcome& outcome) { return titleOf(outcome.arm, outcome.seed); }
Outcome notBegun(const Arm& arm, const std::string& sentence);
std::string howText(const Failure& failure); // "diverged at step 7", "could not begin"
Outcome outcomeOf(const std::string& arm, const run::History& history);

// The arms of one folder.
class Arms {
public:
    enum class Diverged { Keep, TrainAgain };
    Arms(std::string folder, run::Engine engine, Diverged diverged = Diverged::Keep);
    // Runs, resumes or reads the arm. Empty: stopped by the control, or being written by another program.
    std::optional<Outcome> run(const Arm& arm, run::Control& control, run::Sink& alsoTell);

    // The two ends of it, for whoever has an arm trained by another program. What is there already; empty: it is to be trained.
    std::optional<Outcome> look(const Arm& arm);
    // What the other program made of it just now; empty: it has not come to its end.
    std::optional<Outcome> collect(const Arm& arm);

private:
    struct Trained {
        run::DataHashes data;
        std::string path;
    };
    struct Found {
        std::optional<Outcome> outcome; // empty: there is still something to do
        bool isThere = false;           // something to go on with
    };
    Found find(const Arm& arm, const std::string& path);
    // Empty: there is still something to do. Removes one that is to be trained again.
    std::optional<Outcome> read(const Arm& arm, const std::string& path);
    std::optional<Outcome> train(const Arm& arm, const std::string& path, bool isThere, run::Control& control,
                                 run::Sink& alsoTell);
    void keepInMind(const Trained& trained, const run::RunConfig& config);
    void requireDataOf(const Trained& trained, const run::DataHashes& now, const std::string& whose) const;
    void requireDataNow(const run::RunConfig& config);

    std::string folder_;
    run::Engine engine_;
    Diverged diverged_;
    std::map<std::string, Trained> trained_;     // by the settings of the data: a run that was made with them
    std::map<std::string, run::DataHashes> now_; // the data as they are
};

} // namespace gridscope::experiment
