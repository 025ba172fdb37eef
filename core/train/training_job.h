// SPDX-License-Identifier: GPL-3.0-or-later
// One run from its configuration to its end: float pre-training, calibration, quantized training, evaluation.
// Readable in one go: `TrainingJob::run`.
// Threads: everything happens on the calling thread (and LibTorch's own).
// Errors : ConfigError, FileError, NumericsError ("Loss became NaN at step 740 in fc1; ...").
#pragma once

#include "core/run/control.h"
#include "core/run/engine.h"
#include "core/train/beginning.h"
#include "core/train/carried_float.h"
#include "core/train/checkpoint.h"
#include "core/train/examiner.h"
#include "core/train/method.h"
#include "core/train/probe.h"

#include <chrono>

namespace gridscope::train {

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
    bool hasFloatPhase() const { return pretrains(config_) && !isCarried_; }
    bool fits(const CarriedFloat& carried) const;
    void takeCarried(const CarriedFloat& carried);
    std::vector<run::Tensor> floatTensors() const; // of what a carried network has
    bool pretrain();                               // false: stopped
    void replayPretraining(const Pretrained& before);
    run::SnapshotPtr pictureOf(const Pretrained::Picture& picture); // as this run draws it
    // Of the float phase, as this run would have kept it.
    run::Checkpoint renewedCheckpoint(const run::TensorFile& then, bool isSameGrid);
    bool pretrainFrom(std::int64_t step, run::Sink& sink);
    void floatStep(std::int64_t index, run::Sink& sink);
    void beginQuantized();
    void begin();
    void beginAnew();
    bool trainQuantizedFrom(std::int64_t step);
    void tellPhase(const std::vector<Phase>& phases, std::int64_t step); // when one begins
    void quantizedStep(std::int64_t index);
    // Does the work of a step and tells it.
    void told(std::int64_t index, const data::Batch& batch, run::Sink& sink, const std::function<StepResult()>& work);
    void finish();
    void stopped();

    run::SnapshotPtr snapshot(std::int64_t step);
    std::vector<double> bitLengths() const; // of the weight layers, in force
    void keepBookmarks(run::Sink& sink);
    void keepCheckpoint(run::Sink& sink);
    run::Checkpoint checkpointOf(std::int64_t step, double seconds);
    void keepCheckpointWhenDue(run::Sink& sink);
    bool keepGoing(run::Sink& sink); // a pause keeps a checkpoint
    TrainingState state() { return {net_, *method_, quantized_ ? nullptr : &floatOptimizers_, probe_, floatStart_}; }
    bool applyChanges(std::int64_t step, run::Sink& sink); // true when there were any
    bool tellBitChanges(std::int64_t step);                // true when a bit-length changed
    void evaluateOn(const data::Batches& set, const std::string& name, std::int64_t step, bool withFloatStart);
    void requireFinite(double loss, std::int64_t step, run::Sink& sink) const;
    bool isToStop(); // by a rule; says so with a mark
    void markBest(const run::Evaluation& evaluation);
    bool hasCollapsed(std::int64_t step) const; // every quantized layer (core/run/collapse.h)

    run::RunConfig config_;
    run::Begin begin_;
    Cache& cache_;
    run::Control& control_;
    run::Sink& sink_;
    run::Environment environment_;
    std::shared_ptr<LoadedData> data_;
    net::Net net_;
    std::unique_ptr<Method> method_;
    Probe probe_;
    Optimizers floatOptimizers_;            // of float pre-training
    std::vector<torch::Tensor> floatStart_; // Net::floatState that quantized training started from
    Examiner examiner_;
    std::int64_t step_ = 0;   // done last
    std::uint64_t batchHash_; // run::Step::batchHash of that step; begins with the training samples
    Standing standing_;
    bool isCarried_ = false;               // the float network came with the program
    bool quantized_ = false;               // quantized training has begun
    std::vector<double> bitLengths_;       // of the weight layers, as told last
    std::int64_t begunAt_ = 0;             // the step before this job's first
    std::optional<std::int64_t> keptStep_; // of its newest checkpoint
    std::chrono::steady_clock::time_point lastCheckpoint_;
    double seconds_ = 0; // spent in steps and evaluations
};

} // namespace gridscope::train
