// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a run after a step, as tensors with names: all parameters, the quantizers' variables, the optimizers'
// moments, what the next snapshot compares with, and in the metadata the step, the settings in force and the environment.
// "grid.LAYER" is the grid in force, [bits, lowest code, highest code], for readers that know no gates.
// The data position and all random draws are pure functions of seed and step (core/base/random.h), so the step says them.
// Errors : FileError when the bytes are not a checkpoint of this network.
#pragma once

#include "core/base/safetensors.h"
#include "core/data/dataset.h"
#include "core/net/net.h"
#include "core/run/event.h"
#include "core/run/stop_rules.h"
#include "core/train/method.h"
#include "core/train/probe.h"

#include <map>

namespace gridscope::train {

struct CheckpointInfo {
    std::int64_t step = 0;  // <= 0: in float pre-training
    bool isCarried = false; // the float network came with the program; no float phase
    bool quantized = false; // quantized training has begun (at step 0: the start is calibrated)
    double seconds = 0;
    Standing standing;
    run::RunConfig config; // with the live changes up to here
    run::Environment environment;
    run::DataHashes data;                     // of the data that it was trained with
    std::map<std::string, std::string> input; // what exports need to know of the data: see describeInput()
};
// input_channels, input_height, input_width, classes; input_mean and input_deviation of the bytes / 255.
std::map<std::string, std::string> describeInput(const data::Dataset& dataset);

struct TrainingState {
    net::Net& net;
    Method& method;
    Optimizers* floatOptimizers; // of float pre-training, in which the method has no state yet; nullptr after it
    Probe& probe;
    std::vector<torch::Tensor>& floatStart; // empty before quantized training
};

run::Checkpoint saveCheckpoint(const CheckpointInfo& info, const TrainingState& state);
CheckpointInfo readCheckpointInfo(const run::TensorFile& file);
void restoreCheckpoint(const run::TensorFile& file, const TrainingState& state);
// Only what float pre-training moves: also into a network that is to be quantized in another way.
void restoreFloatPhase(const run::TensorFile& file, const TrainingState& state);

// What keeps a resumed run from being bit for bit the same: "LibTorch's threads 1 -> 2", or "" when nothing does.
std::string environmentDifference(const run::Environment& then, const run::Environment& now);
// What of that the checkpoint of an older program does not tell: "the BLAS kernel, the processor", or "".
std::string environmentUnknown(const run::Environment& then);
// "resumed", or that it goes on but not bit for bit, and why.
std::string resumeText(const CheckpointInfo& then, const run::Environment& now, const run::DataHashes& data);

} // namespace gridscope::train
