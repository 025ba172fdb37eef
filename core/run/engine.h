// SPDX-License-Identifier: GPL-3.0-or-later
// The torch half as seen from here: what the shared library gridscope_core gives away through its one factory function.
// It is loaded on demand, in the worker, so that the window stands before LibTorch's 200 libraries come in.
#pragma once

#include "core/run/worker.h"

namespace gridscope {
struct FinalisedNet;
}

namespace gridscope::run {

// Where the files lie that the settings name, when not there. Empty: as the settings say.
struct Places {
    std::string data;
    std::string weights;
};

// How a run goes on after a checkpoint.
struct GoOn {
    std::optional<int> steps = {};     // replaces the number of quantized steps to train
    std::optional<Origin> origin = {}; // told in the Start of a fork
    Places places = {};
};

// How a run begins.
struct Begin {
    Places places = {};
    bool needsAllWeights = false; // a weights file that lacks some of the network's is an error
};

struct Engine {
    // What goes wrong is the job's to tell: ConfigError, FileError, NumericsError.
    std::function<Job(const RunConfig&)> trainingJob;
    std::function<Job(const Checkpoint&, const GoOn&)> resumingJob;
    // Tells the Start and one Evaluation on the whole test set, and trains nothing.
    std::function<Job(const Checkpoint&, const Places&)> evaluatingJob;
    // The bytes of a TorchScript archive; at once, on the calling thread, which is the one that runs the jobs.
    std::function<std::vector<std::uint8_t>(const FinalisedNet&)> torchScript;
    // As trainingJob, which is this with nothing asked for.
    std::function<Job(const RunConfig&, const Begin&)> beginningJob = {};
};
// extern "C" Engine* gridscope_makeEngine(); the caller owns the result.
using MakeEngine = Engine*();
inline constexpr const char* makeEngineName = "gridscope_makeEngine";

} // namespace gridscope::run
