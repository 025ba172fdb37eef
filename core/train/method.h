// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that decides what a step of quantized training is. The training job keeps what all methods share: data, float
// pre-training, control, cadence, evaluation, checkpoints, marks. The eight methods on one uniform grid are one class
// (grid_method.h); what is known of a method without torch stands in core/method/.
// Threads: everything happens on the job's thread.
// Errors : ConfigError, FileError, NumericsError; they end the run with their sentence.
#pragma once

#include "core/base/safetensors.h"
#include "core/data/batches.h"
#include "core/net/net.h"
#include "core/run/control.h"
#include "core/run/event.h"
#include "core/run/levels.h"
#include "core/train/optimizers.h"

#include <functional>
#include <memory>

namespace gridscope::train {

// What a method works with, all of it longer-lived than the method. `config`: the settings in force.
struct Workplace {
    const run::RunConfig& config;
    net::Net& net;
    data::Batches& training;
    run::Control& control;
};

struct StepResult {
    double loss = 0; // nats, without penalties
    double learningRate = 0;
    std::vector<std::uint8_t> masks = {}; // as run::Step has them
};

// One weight layer as a snapshot sees it.
struct LayerView {
    torch::Tensor values; // float32 on the processor, contiguous; any number of them, as long as it stays the same
    double alpha = 1;     // step size of the grid
    quantize::Grid grid;
    double offset = 0;                                // of its points, in steps
    std::shared_ptr<const run::FreeLevels> free = {}; // points instead of that grid
    double bits = 0;                                  // 0: full precision
    bool isZero = false;
    double sigma = 0;
    std::vector<float> keepProbabilities = {};
};

struct Phase {
    std::string name; // "quantized training"
    int steps;
};

class Method {
public:
    explicit Method(const Workplace& at) : at_(at) {}
    Method(const Method&) = delete;
    Method& operator=(const Method&) = delete;
    virtual ~Method() = default;

    // The phases of quantized training one after the other; their steps add up to config.steps.
    virtual std::vector<Phase> phases() const;
    // Begins from the float network as it stands: fits grids, splits into planes, sketches bases. `batch`: the first one.
    virtual void begin(const data::Batch& batch) = 0;
    // Of the weights of a layer in a pass; nothing: the layer's quantizer makes them from its weight.
    virtual torch::Tensor weight(std::size_t layer, net::Pass pass);
    // The same of what a layer gives on; `values`: after activation and pooling.
    virtual torch::Tensor activation(std::size_t layer, net::Pass pass, const torch::Tensor& values);
    virtual StepResult step(std::int64_t index, const data::Batch& batch) = 0;
    virtual LayerView view(std::size_t layer) const = 0;
    virtual double bits(std::size_t layer) const = 0; // as in the view; asked for after every step
    // Half a sentence once there is nothing left to do, though steps are: the run ends there and tells it as a mark.
    virtual std::string whyDone() const { return {}; }
    virtual bool isQuantizing(std::size_t) const { return true; }
    virtual std::vector<run::Extra> extras() const { return {}; }
    // What happened in the last step beside what every step has: "pruning", "bit-length of conv1 8 -> 7".
    virtual std::vector<run::Mark> takeMarks() { return {}; }
    // All that the next step depends on beside the network's own parameters. restore() makes tensors of the shapes it finds.
    virtual void save(run::TensorFile& file) const = 0;
    // `step`: the one that was done last.
    virtual void restore(const run::TensorFile& file, std::int64_t step) = 0;
    // A setting was changed while training.
    virtual void apply(const std::string& changedKey);
    // "" while all is finite; else the name of the layer where a number is not, other than the network's parameters.
    virtual std::string firstLayerLost() const { return {}; }
    // The settings whose rates moved something in that step: what a sentence about NaN proposes to make smaller.
    virtual std::vector<std::string> movingSettings(std::int64_t step) const;

protected:
    const Workplace& at() const { return at_; }

private:
    Workplace at_;
};

using MakeMethod = std::function<std::unique_ptr<Method>(const Workplace&)>;
// For methods that are not GridMethod; before the first run, under the name in core/method/.
void registerMethod(std::string name, MakeMethod make);
std::unique_ptr<Method> makeMethod(const Workplace& at);

} // namespace gridscope::train
