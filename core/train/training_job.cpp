// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_job.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"
#include "core/method/methods.h"
#include "core/run/collapse.h"
#include "core/settings/config_fields.h"
#include "core/train/device.h"
#include "core/train/divergence.h"
#include "core/train/threads.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gridscope::train {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

net::Input inputOf(const data::Dataset& d) { return {d.channels, d.height, d.width, d.classes}; }

// The settings keep the place as it was given.
run::RunConfig foundAt(run::RunConfig config, const run::Places& places)
{
    if (!places.data.empty()) { config.dataFolder = places.data; }
    return config;
}

run::RunConfig checked(const run::RunConfig& config)
{
    run::requireValid(config);
    return config;
}

// Of bit-lengths that are fractions, which may change in every step, only what passes a quarter of a bit is an event.
bool isBitEvent(double before, double after)
{
    constexpr double quarters = 4;
    return std::floor(before * quarters) != std::floor(after * quarters);
}

std::string twoDigits(double bits) { return run::numberText(std::round(bits * 100) / 100); }

// What a setting does not do, and nothing on the screen would show.
std::string remarkOn(const run::RunConfig& config)
{
    const bool isQuantized = !run::methodOf(config).traits.isFloat;
    const bool hasOneBit = std::ranges::find(config.bits, 1) != config.bits.end();
    if (!isQuantized || !config.symmetricGrid || !hasOneBit) { return {}; }
    return "symmetric_grid changes nothing at 1 bit: the grid is {-1, 0} times the step size, since {0} alone would be "
           "no network";
}

} // namespace

TrainingJob::TrainingJob(const run::RunConfig& config, Cache& cache, run::Control& control, run::Sink& sink,
                         run::Begin begin)
    : config_(checked(config)), begin_(std::move(begin)), cache_(cache), control_(control), sink_(sink),
      environment_(setThreads(config.threads)), data_(loadData(foundAt(config, begin_.places), cache)),
      net_(config, inputOf(data_->dataset), deviceNamed(config.device)),
      method_(makeMethod({config_, net_, data_->train, control_})), probe_(net_, config),
      floatOptimizers_({weightsOf(net_, config)}), examiner_(net_, *data_, config_, floatStart_, control_),
      batchHash_(data_->hashes.train), lastCheckpoint_(Clock::now())
{
    net_.setWeights([this](std::size_t layer, net::Pass pass) { return method_->weight(layer, pass); });
    net_.setActivations([this](std::size_t layer, net::Pass pass, const torch::Tensor& values) {
        return method_->activation(layer, pass, values);
    });
}

void TrainingJob::run()
{
    auto carried = carriedFloat({config_, data_->hashes, environment_});
    if (carried && !fits(*carried)) { carried.reset(); }
    if (carried) { takeCarried(*carried); }
    begunAt_ = step_ = hasFloatPhase() ? -config_.pretrainSteps : 0;
    const std::string begun =
        config_.weightsFile.empty() ? "" : takeWeights(net_, config_, begin_); // before anything is told: it may fail
    tellStart();
    if (carried) { sink_.onMark({0, run::Mark::Kind::Phase, "", carried->text(), "", ""}); }
    if (!begun.empty()) { sink_.onMark({step_, run::Mark::Kind::Phase, "", begun, "", ""}); }
    if (const std::string remark = remarkOn(config_); !remark.empty()) {
        sink_.onMark({step_, run::Mark::Kind::Phase, "", remark, "", ""});
    }
    if (!pretrain()) { return stopped(); }
    beginQuantized();
    trainFrom(0);
}

CheckpointInfo TrainingJob::restore(const run::TensorFile& checkpoint)
{
    const CheckpointInfo info = readCheckpointInfo(checkpoint);
    quantized_ = info.quantized;
    isCarried_ = info.isCarried;
    try {
        restoreCheckpoint(checkpoint, state());
    } catch (const FileError& error) { // other data may ask for another network
        const std::string sets = run::differingData(info.data, data_->hashes);
        if (sets.empty()) { throw; }
        throw FileError("The data are not those of the run (" + sets
                        + "), and its network does not fit them: " + error.what());
    }
    begunAt_ = step_ = info.step;
    seconds_ = info.seconds;
    bitLengths_ = bitLengths();
    standing_ = info.standing;
    return info;
}

void TrainingJob::evaluateOnly(const run::TensorFile& checkpoint)
{
    restore(checkpoint);
    tellStart();
    evaluateOn(data_->test, "test", step_, quantized_);
}

void TrainingJob::resume(const run::TensorFile& checkpoint, const std::optional<run::Origin>& origin)
{
    const CheckpointInfo info = restore(checkpoint);
    tellStart(origin);
    sink_.onMark({step_, run::Mark::Kind::Resumed, "", resumeText(info, environment_, data_->hashes), "", ""});
    if (quantized_) { return trainFrom(step_); }
    if (!pretrainFrom(step_, sink_)) { return stopped(); }
    beginQuantized();
    trainFrom(0);
}

void TrainingJob::trainFrom(std::int64_t step)
{
    if (!trainQuantizedFrom(step)) { return stopped(); }
    finish();
}

void TrainingJob::stopped()
{
    keepBookmarks(sink_);
    if (keptStep_ != step_) { keepCheckpoint(sink_); } // a pause has, too
    sink_.onEnd({run::End::How::Stopped, ""});
}

void TrainingJob::tellStart(const std::optional<run::Origin>& origin)
{
    run::Start start;
    start.config = config_;
    start.environment = environment_;
    start.dataHashes = data_->hashes;
    start.layers = probe_.layers(net_);
    start.dataName = run::plainText(data_->dataset.description());
    start.dataNotes = data::notesOf(data_->dataset);
    start.firstStep = hasFloatPhase() ? 1 - config_.pretrainSteps : 1;
    start.lastStep = config_.steps;
    start.stepsPerEpoch = data_->train.perEpoch();
    start.origin = origin;
    for (const auto& tensor : net_.floatState()) {
        const torch::Tensor values = tensor.values.detach().cpu().contiguous();
        start.weightsHash = run::chainedHash(start.weightsHash, values.data_ptr(), values.nbytes());
    }
    sink_.onStart(start);
}

void TrainingJob::quantizedStep(std::int64_t index)
{
    const data::Batch batch = data_->train.shuffled(data::Batches::Stream::Training, index - 1);
    told(index, batch, sink_, [&] { return method_->step(index, batch); });
    for (const run::Mark& mark : method_->takeMarks()) { sink_.onMark(mark); }
}

void TrainingJob::told(std::int64_t index, const data::Batch& batch, run::Sink& sink,
                       const std::function<StepResult()>& work)
{
    const auto start = Clock::now();
    StepResult result = work();
    seconds_ += secondsSince(start);
    requireFinite(result.loss, index, sink);
    batchHash_ = run::chainedHash(batchHash_, batch.indices.data_ptr(), batch.indices.nbytes());
    sink.onStep({index, seconds_, result.loss, result.learningRate, std::move(result.masks), batchHash_});
    step_ = index;
}

void TrainingJob::beginQuantized()
{
    step_ = 0;
    quantized_ = true;
    applyChanges(0, sink_); // those that came too late for the last float step: the grid is fitted under them
    floatStart_ = keptFloatState(net_);
    floatOptimizers_ = Optimizers(std::vector<ParameterGroup>()); // its moments are twice the network
    begin();
    sink_.onMark({0, run::Mark::Kind::Phase, "", method_->phases().front().name, "", config_.method});
    sink_.onSnapshot(snapshot(0));
    evaluateOn(data_->validation, "validation", 0, true);
    keepCheckpoint(sink_);
}

void TrainingJob::begin()
{
    method_->begin(data_->train.shuffled(data::Batches::Stream::Training, 0));
    bitLengths_ = bitLengths();
}

bool TrainingJob::trainQuantizedFrom(std::int64_t step)
{
    const std::vector<Phase> phases = method_->phases();
    for (std::int64_t index = step + 1; index <= config_.steps && method_->whyDone().empty(); ++index) {
        if (!keepGoing(sink_)) { return false; }
        keepBookmarks(sink_);
        // Before the first step nothing depends on the grid yet: it is the one that a reset with these settings would have.
        if (applyChanges(index, sink_) && index == 1) { beginAnew(); }
        tellPhase(phases, index);
        quantizedStep(index);
        const std::string done = index == config_.steps ? "" : method_->whyDone();
        const bool last = index == config_.steps || !done.empty();
        if (!done.empty()) { sink_.onMark({index, run::Mark::Kind::Phase, "", done, "", ""}); }
        const bool bitsChanged = tellBitChanges(index); // its picture belongs to that very step
        const bool isPictured = last || bitsChanged || index % config_.snapshotEvery == 0;
        if (isPictured) { sink_.onSnapshot(snapshot(index)); }
        const bool isEvaluated = last || index % config_.evaluateEvery == 0;
        if (isEvaluated) { evaluateOn(data_->validation, "validation", index, false); }
        if (!last && (isEvaluated || bitsChanged) && isToStop()) {
            if (!isPictured) { sink_.onSnapshot(snapshot(index)); }
            return true;
        }
        if (!last) { keepCheckpointWhenDue(sink_); }
    }
    return true;
}

// The first is told with the beginning.
void TrainingJob::tellPhase(const std::vector<Phase>& phases, std::int64_t step)
{
    std::int64_t first = 1;
    for (const Phase& phase : phases) {
        if (step == first && step > 1) { sink_.onMark({step, run::Mark::Kind::Phase, "", phase.name, "", ""}); }
        first += phase.steps;
    }
}

run::SnapshotPtr TrainingJob::snapshot(std::int64_t step) { return probe_.snapshot(net_, *method_, step); }

std::vector<double> TrainingJob::bitLengths() const
{
    std::vector<double> bits;
    for (std::size_t i = 0; i < net_.layers().size(); ++i) { bits.push_back(method_->bits(i)); }
    return bits;
}

bool TrainingJob::isToStop()
{
    double bits = 0;
    double weights = 0;
    for (std::size_t i = 0; i < net_.layers().size(); ++i) {
        constexpr double floatBits = 32;
        const auto count = double(net_.layers()[i].weight.numel());
        bits += count * (method_->isQuantizing(i) ? method_->bits(i) : floatBits);
        weights += count;
    }
    const std::string rule = ruleMet(config_, standing_, bits / weights);
    if (!rule.empty()) { sink_.onMark({step_, run::Mark::Kind::Phase, "", rule, "", ""}); }
    return !rule.empty();
}

void TrainingJob::finish()
{
    keepBookmarks(sink_);
    // So that what is kept is what is judged.
    if (config_.batchNormBatches > 0) { examiner_.measureStatistics(net::Pass::Quantized); }
    keepCheckpoint(sink_);
    evaluateOn(data_->test, "test", step_, true);
    sink_.onEnd({control_.isStopping() ? run::End::How::Stopped : run::End::How::Finished, ""});
}

void TrainingJob::requireFinite(double loss, std::int64_t step, run::Sink& sink) const
{
    const auto found = divergenceAfter(loss, net_, *method_);
    if (!found) { return; }
    sink.onMark({step, run::Mark::Kind::Diverged, found->layer, found->what, "", found->became});
    throw NumericsError(found->what + " became " + found->became + " at step " + std::to_string(step)
                        + (found->layer.empty() ? "" : " in " + found->layer) + "; "
                        + remedyFor(*found, config_, *method_, step) + ".");
}

void TrainingJob::evaluateOn(const data::Batches& set, const std::string& name, std::int64_t step, bool withFloatStart)
{
    const auto start = Clock::now();
    const auto evaluation = examiner_.on(set, name, step, withFloatStart);
    seconds_ += secondsSince(start);
    if (!evaluation) { return; }
    sink_.onEvaluation(*evaluation);
    if (name == "validation" && evaluation->quantized) { markBest(*evaluation); }
}

// The first evaluation has nothing to beat. What only guesses, or has all its weights in a heap, is no best of anything.
void TrainingJob::markBest(const run::Evaluation& evaluation)
{
    const double accuracy = evaluation.quantized->accuracy;
    const bool isFirst = standing_.best < 0;
    if (!standing_.take(accuracy) || isFirst) { return; }
    if (run::isGuessing(accuracy, int(data_->dataset.classes), evaluation.samples) || hasCollapsed(evaluation.step)) {
        return;
    }
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.1f %%", 100 * accuracy);
    sink_.onMark({evaluation.step, run::Mark::Kind::Best, "", "best quantized accuracy", "", percent});
}

bool TrainingJob::hasCollapsed(std::int64_t step) const
{
    Probe look = probe_; // a copy: the next snapshot compares with the one that was told
    return run::collapseOf(*look.snapshot(net_, *method_, step)).isWhole();
}

// What was told of step 0 stays told; that network was not to be, so nothing is measured by its accuracy.
void TrainingJob::beginAnew()
{
    restoreFloatState(net_, floatStart_); // a method may have put its own weights in their place
    begin();
    standing_ = {};
    if (const auto score = examiner_.score(data_->validation, net::Pass::Quantized)) {
        standing_.take(score->accuracy);
    }
}

bool TrainingJob::tellBitChanges(std::int64_t step)
{
    const std::vector<double> before = std::exchange(bitLengths_, bitLengths());
    bool hasTold = false;
    for (std::size_t layer = 0; layer < before.size(); ++layer) {
        if (!isBitEvent(before[layer], bitLengths_[layer])) { continue; }
        sink_.onMark({step, run::Mark::Kind::Bits, net_.layers()[layer].description.name, "bit-length",
                      twoDigits(before[layer]), twoDigits(bitLengths_[layer])});
        hasTold = true;
    }
    return hasTold;
}

} // namespace gridscope::train
