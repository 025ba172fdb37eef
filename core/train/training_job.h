// SPDX-License-Identifier: GPL-3.0-or-later
// One run from its configuration to its end: float pre-training, calibration, quantized training, evaluation.
// Readable in one go: `TrainingJob::run`.
// Threads: everything happens on the calling thread (and LibTorch's own).
// Errors : ConfigError, FileError, NumericsError ("Loss became NaN at step 740 in fc1; ...").
#pragma once

#include "core/run/control.h"
#include "core/run/engine.h"
#include "core/train/checkpoint.h"
#include "core/train/decisions.h"
#include "core/train/evaluate.h"
#include "core/train/float_phase.h"
#include "core/train/optimizers.h"
#include "core/train/probe.h"

#include <chrono>

namespace gridscope::train {

// What a second run with the same beginning need not do again: the data as tensors, and the float pre-training with all
// that it told, so that a reset is there at once and shows the same.
struct LoadedData {
    run::RunConfig config;
    data::Dataset dataset; // its samples are moved into the batches below
    data::Batches train;
    data::Batches validation;
    data::Batches test;
    DecisionPlane plane;
    run::DataHashes hashes;
};
struct Pretrained {
    // The weights of all layers at a snapshot, so that it can be told anew over the grid of other bits; none of a large network.
    struct Picture {
        std::int64_t step;
        std::vector<torch::Tensor> weights;
    };
    run::RunConfig config;
    std::vector<torch::Tensor> floatState; // of Net::floatState
    FloatPhase told;
    std::vector<Picture> pictures;
    Probe probe;
    double seconds;
    std::uint64_t batchHash;
};
struct Cache {
    std::shared_ptr<LoadedData> data;
    std::vector<std::shared_ptr<const Pretrained>> pretrained; // the newest first, a few
};

class TrainingJob {
public:
    TrainingJob(const run::RunConfig& config, Cache& cache, run::Control& control, run::Sink& sink,
                run::Begin begin = {});
    void run();
    // Goes on after the checkpoint's step as if the run had never stopped; the job was made with the config of the checkpoint.
    // `origin` is told when that makes it another run, a fork.
    void resume(const run::TensorFile& checkpoint, const std::optional<run::Origin>& origin = {});
    // Only tells how good the checkpoint's network is on the test set.
    void evaluateOnly(const run::TensorFile& checkpoint);

private:
    CheckpointInfo restore(const run::TensorFile& checkpoint);
    void tellStart(const std::optional<run::Origin>& origin = {});
    void trainFrom(std::int64_t step); // the step that was done last
    std::string takeWeights();         // of config.weightsFile; returns what fits
    bool pretrain();                   // false: stopped
    void replayPretraining(const Pretrained& before);
    run::SnapshotPtr pictureOf(const Pretrained::Picture& picture); // as this run draws it
    // Of the float phase, as this run would have kept it.
    run::Checkpoint renewedCheckpoint(const run::TensorFile& then, bool isSameGrid);
    bool pretrainFrom(std::int64_t step, run::Sink& sink);
    void beginQuantized();
    bool trainQuantizedFrom(std::int64_t step);
    void finish();
    void stopped();

    void keepBookmarks(run::Sink& sink);
    void keepCheckpoint(run::Sink& sink);
    run::Checkpoint checkpointOf(std::int64_t step, double seconds);
    void keepCheckpointWhenDue(run::Sink& sink);
    bool keepGoing(run::Sink& sink); // a pause keeps a checkpoint
    TrainingState state() { return {net_, optimizers_, probe_, floatStart_}; }
    bool applyChanges(std::int64_t step, run::Sink& sink); // true when there were any
    void apply(const std::string& changedKey);
    void calibrate();
    void calibrateAnew();
    void freezeBitsWhenDue(std::int64_t step);
    Rates ratesAt(std::int64_t step) const;
    bool tellBitChanges(std::int64_t step); // true when a bit-length changed
    void step(std::int64_t index, const data::Batch& batch, net::Pass pass, Rates rates, run::Sink& sink);
    void evaluateOn(const data::Batches& set, const std::string& name, std::int64_t step, bool withFloatStart,
                    run::Sink& sink);
    // Over the plane of 2-D data; nullptr for other data. `floatStart`: the network that quantized training started from.
    std::shared_ptr<const run::DecisionMap> decisions(bool isQuantized, bool withFloatStart);
    std::optional<run::Score> scoreOn(const data::Batches& set, net::Pass pass);
    void measureStatistics(net::Pass pass); // of batch normalisation, over training data
    void requireFinite(double loss, std::int64_t step, Rates rates, run::Sink& sink) const;
    std::string remedy(std::int64_t step, Rates rates, bool isLoss) const; // for what is not finite any more
    bool isToStop();                                                       // by a rule; says so with a mark
    void markBest(const run::Evaluation& evaluation, run::Sink& sink);
    bool hasCollapsed(std::int64_t step) const; // every quantized layer (core/run/collapse.h)
    void keepFloatState(std::vector<torch::Tensor>& to) const;
    void restoreFloatState(const std::vector<torch::Tensor>& from);
    template <typename Ask>
    auto ofFloatStart(Ask ask); // what `ask` finds while the network is the one that quantized training started from

    run::RunConfig config_;
    run::Begin begin_;
    Cache& cache_;
    run::Control& control_;
    run::Sink& sink_;
    run::Environment environment_;
    std::shared_ptr<LoadedData> data_;
    net::Net net_;
    Probe probe_;
    Optimizers optimizers_;
    std::vector<torch::Tensor> floatStart_; // Net::floatState that quantized training started from
    std::int64_t step_ = 0;                 // done last
    std::uint64_t batchHash_;               // run::Step::batchHash of that step; begins with the training samples
    Standing standing_;
    bool quantized_ = false;               // quantized training has begun
    std::vector<int> bitLengths_;          // of the weight layers, as told last
    std::int64_t begunAt_ = 0;             // the step before this job's first
    std::optional<std::int64_t> keptStep_; // of its newest checkpoint
    std::chrono::steady_clock::time_point lastCheckpoint_;
    double seconds_ = 0; // spent in steps and evaluations
};

} // namespace gridscope::train
