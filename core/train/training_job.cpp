// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training_job.h"

#include "core/data/fingerprint.h"
#include "core/data/weights_file.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"
#include "core/method/methods.h"
#include "core/run/collapse.h"
#include "core/run/fanout.h"
#include "core/run/schedule.h"
#include "core/settings/config_fields.h"
#include "core/train/device.h"
#include "core/train/tensor_io.h"
#include "core/train/threads.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace gridscope::train {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longestWithoutCheckpoint = std::chrono::seconds(30);

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// The same run but for what only matters after pre-training: two configs with equal beginnings share one float network.
run::RunConfig beginningOf(run::RunConfig config)
{
    const run::RunConfig defaults;
    config.preset = defaults.preset;
    config.method = defaults.method;
    config.sigma = defaults.sigma;
    config.temperature = defaults.temperature;
    config.keepProbability = defaults.keepProbability;
    config.dropbits = defaults.dropbits;
    config.learnBits = defaults.learnBits;
    config.bitPenalty = defaults.bitPenalty;
    config.bitPenaltyWeighting = defaults.bitPenaltyWeighting;
    config.gateLearningRate = defaults.gateLearningRate;
    config.freezeBitsAt = defaults.freezeBitsAt;
    config.activationMethod = defaults.activationMethod;
    config.activationBits = defaults.activationBits;
    config.steps = defaults.steps;
    config.learningRate = defaults.learningRate;
    config.quantizerLearningRate = defaults.quantizerLearningRate;
    config.stopAtAccuracy = defaults.stopAtAccuracy;
    config.stopOnPlateau = defaults.stopOnPlateau;
    config.stopAtBits = defaults.stopAtBits;
    return config;
}

// Without what the float network does not know and only its snapshots show: the grid that they are drawn over.
run::RunConfig withoutGrid(run::RunConfig beginning)
{
    const run::RunConfig defaults;
    beginning.bits = defaults.bits;
    beginning.symmetricGrid = defaults.symmetricGrid;
    beginning.floatLayers = defaults.floatLayers;
    beginning.binsPerCell = defaults.binsPerCell;
    beginning.followedWeights = defaults.followedWeights;
    return beginning;
}

bool isBeginningOf(const Pretrained& before, const run::RunConfig& config)
{
    const run::RunConfig wanted = beginningOf(config);
    return before.pictures.empty() ? before.config == wanted : withoutGrid(before.config) == withoutGrid(wanted);
}

// Keeps the layers' weights whenever a snapshot is told.
class PictureKeeper final : public run::Sink {
public:
    PictureKeeper(const net::Net& net, const run::RunConfig& config) : net_(net)
    {
        constexpr std::int64_t mostBytes = 64'000'000;
        std::int64_t bytes = 0;
        for (const auto& layer : net.layers()) { bytes += std::int64_t(layer.weight.numel()) * 4; }
        isKeeping_ = bytes * (config.pretrainSteps / config.snapshotEvery + 1) <= mostBytes;
    }
    void onStart(const run::Start&) override {}
    void onStep(const run::Step&) override {}
    void onSnapshot(const run::SnapshotPtr& snapshot) override
    {
        if (!isKeeping_) { return; }
        pictures.push_back({snapshot->step, {}});
        for (const auto& layer : net_.layers()) { pictures.back().weights.push_back(layer.weight.detach().clone()); }
    }
    void onEvaluation(const run::Evaluation&) override {}
    void onMark(const run::Mark&) override {}
    void onCheckpoint(const run::Checkpoint&) override {}
    void onEnd(const run::End&) override {}
    std::vector<Pretrained::Picture> pictures;

private:
    const net::Net& net_;
    bool isKeeping_;
};

run::RunConfig dataOf(const run::RunConfig& config)
{
    run::RunConfig only;
    only.seed = config.seed;
    only.data = config.data;
    only.dataFolder = config.dataFolder;
    only.pictureSize = config.pictureSize;
    only.device = config.device;
    only.trainSamples = config.trainSamples;
    only.validationSamples = config.validationSamples;
    only.testSamples = config.testSamples;
    only.split = config.split;
    only.toyNoise = config.toyNoise;
    only.batchSize = config.batchSize;
    return only;
}

std::shared_ptr<LoadedData> loadData(const run::RunConfig& config, Cache& cache)
{
    const run::RunConfig wanted = dataOf(config);
    if (cache.data && cache.data->config == wanted) { return cache.data; }
    const torch::Device device = deviceNamed(config.device); // before files are read, which may take long
    data::Dataset set = data::loadDataset(config);
    const run::DataHashes hashes = data::fingerprintOf(set);
    const auto batches = [&](const data::Samples& samples) {
        return data::Batches(set, samples, config.batchSize, config.seed, device);
    };
    DecisionPlane plane(set);
    auto train = batches(set.train);
    auto validation = batches(set.validation);
    auto test = batches(set.test);
    cache.data = std::make_shared<LoadedData>(LoadedData{
        wanted, std::move(set), std::move(train), std::move(validation), std::move(test), std::move(plane), hashes});
    return cache.data;
}

net::Input inputOf(const data::Dataset& d) { return {d.channels, d.height, d.width, d.classes}; }

bool pretrains(const run::RunConfig& config) { return config.start == "pretrained" && config.pretrainSteps > 0; }

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

// Whether step sizes are learned, and at a rate of their own: LSQ's have that of the weights, DoReFa's are fitted.
bool learnsStepsApart(const run::RunConfig& config)
{
    const run::StepSize steps = run::methodOf(config).traits.stepSize;
    return steps == run::StepSize::LearnedApart
           || (steps != run::StepSize::LearnedAsWeights && !run::activationMethodOf(config).traits.isFloat);
}

// What a setting does not do, and nothing on the screen would show.
std::string remarkOn(const run::RunConfig& config)
{
    const bool isQuantized = !run::methodOf(config).traits.isFloat;
    const bool hasOneBit = std::ranges::find(config.bits, 1) != config.bits.end();
    if (!isQuantized || !config.symmetricGrid || !hasOneBit) { return {}; }
    return "symmetric_grid changes nothing at 1 bit: the grid is {-1, 0} times the step size, since {0} alone would be "
           "no network";
}

std::string numberText(double loss) { return std::isnan(loss) ? "NaN" : "infinite"; }

} // namespace

TrainingJob::TrainingJob(const run::RunConfig& config, Cache& cache, run::Control& control, run::Sink& sink,
                         run::Begin begin)
    : config_(checked(config)), begin_(std::move(begin)), cache_(cache), control_(control), sink_(sink),
      environment_(setThreads(config.threads)), data_(loadData(foundAt(config, begin_.places), cache)),
      net_(config, inputOf(data_->dataset), deviceNamed(config.device)), probe_(net_, config),
      optimizers_(net_, config), batchHash_(data_->hashes.train), lastCheckpoint_(Clock::now())
{}

void TrainingJob::run()
{
    begunAt_ = step_ = pretrains(config_) ? -config_.pretrainSteps : 0;
    const std::string begun = config_.weightsFile.empty() ? "" : takeWeights(); // before anything is told: it may fail
    tellStart();
    if (!begun.empty()) { sink_.onMark({step_, run::Mark::Kind::Phase, "", begun, "", ""}); }
    if (const std::string remark = remarkOn(config_); !remark.empty()) {
        sink_.onMark({step_, run::Mark::Kind::Phase, "", remark, "", ""});
    }
    if (!pretrain()) { return stopped(); }
    beginQuantized();
    trainFrom(0);
}

std::string TrainingJob::takeWeights()
{
    auto mine = net_.floatState();
    std::vector<data::WantedWeights> wanted;
    for (const auto& tensor : mine) { wanted.push_back({tensor.name, tensor.values.sizes().vec()}); }
    const std::string& path = begin_.places.weights.empty() ? config_.weightsFile : begin_.places.weights;
    const auto tensors = data::readWeights(path);
    const auto fit = data::fitWeights(wanted, tensors);
    const std::string name = run::fileNameText(config_.weightsFile);
    if (fit.count() == 0) {
        throw FileError("None of the " + std::to_string(tensors.size()) + " tensors in " + run::inQuotes(name)
                        + " has the name and shape of a weight of this network, such as " + wanted.front().text()
                        + ".");
    }
    if (begin_.needsAllWeights && !fit.isWhole()) {
        throw FileError(run::inQuotes(name) + " has not all weights of the network: " + fit.summary()
                        + ". Without --strict the others start as drawn from the seed.");
    }
    const torch::NoGradGuard noGrad;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (fit.found[i] == nullptr) { continue; }
        data::requireFinite(*fit.found[i], name);
        mine[i].values.copy_(toTorch(*fit.found[i]));
    }
    return "weights of " + name + ": " + (fit.isWhole() ? "" : "warning: the network starts with only a part of them, ")
           + fit.summary();
}

CheckpointInfo TrainingJob::restore(const run::TensorFile& checkpoint)
{
    const CheckpointInfo info = readCheckpointInfo(checkpoint);
    try {
        restoreCheckpoint(checkpoint, state());
    } catch (const FileError& error) { // other data may ask for another network
        const std::string sets = run::differingData(info.data, data_->hashes);
        if (sets.empty()) { throw; }
        throw FileError("The data are not those of the run (" + sets
                        + "), and its network does not fit them: " + error.what());
    }
    begunAt_ = step_ = info.step;
    quantized_ = info.quantized;
    seconds_ = info.seconds;
    bitLengths_ = net_.bitLengths();
    // A step that froze the gates has fitted alpha already, and the checkpoint has it.
    const bool frozen = config_.freezeBitsAt > 0 && step_ >= config_.freezeBitsAt;
    for (const auto& layer : net_.layers()) {
        if (auto* gates = layer.quantizer->gates()) { gates->freeze(frozen); }
    }
    standing_ = info.standing;
    return info;
}

void TrainingJob::evaluateOnly(const run::TensorFile& checkpoint)
{
    restore(checkpoint);
    tellStart();
    evaluateOn(data_->test, "test", step_, quantized_, sink_);
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
    start.firstStep = pretrains(config_) ? 1 - config_.pretrainSteps : 1;
    start.lastStep = config_.steps;
    start.stepsPerEpoch = data_->train.perEpoch();
    start.origin = origin;
    for (const auto& tensor : net_.floatState()) {
        const torch::Tensor values = tensor.values.detach().cpu().contiguous();
        start.weightsHash = run::chainedHash(start.weightsHash, values.data_ptr(), values.nbytes());
    }
    sink_.onStart(start);
}

bool TrainingJob::pretrain()
{
    if (!pretrains(config_)) { return true; }
    const run::RunConfig beginning = beginningOf(config_);
    const auto isOurs = [this](const auto& before) { return isBeginningOf(*before, config_); };
    if (const auto found = std::ranges::find_if(cache_.pretrained, isOurs); found != cache_.pretrained.end()) {
        std::rotate(cache_.pretrained.begin(), found, found + 1); // used last
        replayPretraining(*cache_.pretrained.front());
        return true;
    }
    FloatPhase told;
    PictureKeeper keeper(net_, config_);
    run::Fanout all({&sink_, &told, &keeper});
    if (!pretrainFrom(step_, all)) { return false; }
    if (told.isWhole()) {
        std::vector<torch::Tensor> kept;
        keepFloatState(kept);
        constexpr std::size_t mostKept = 4; // as many as one goes to and fro between
        cache_.pretrained.insert(
            cache_.pretrained.begin(),
            std::make_shared<Pretrained>(Pretrained{beginning, std::move(kept), std::move(told),
                                                    std::move(keeper.pictures), probe_, seconds_, batchHash_}));
        if (cache_.pretrained.size() > mostKept) { cache_.pretrained.pop_back(); }
    }
    return true;
}

run::SnapshotPtr TrainingJob::pictureOf(const Pretrained::Picture& picture)
{
    const torch::NoGradGuard noGrad;
    std::size_t i = 0;
    for (const auto& layer : net_.layers()) { torch::Tensor(layer.weight).copy_(picture.weights[i++]); }
    return probe_.snapshot(net_, picture.step, false);
}

void TrainingJob::replayPretraining(const Pretrained& before)
{
    const bool isSame =
        before.config == beginningOf(config_); // else the grid that its snapshots are drawn over is another
    const auto redrawn = [&](std::size_t snapshot, const run::SnapshotPtr& then) {
        return isSame ? then : pictureOf(before.pictures[snapshot]);
    };
    const auto renewed = [&](const std::vector<std::uint8_t>& bytes) {
        return renewedCheckpoint(run::readTensors(bytes, "The checkpoint of a pre-training before"), isSame);
    };
    before.told.tellTo(sink_, redrawn, renewed);
    restoreFloatState(before.floatState);
    if (isSame) { probe_ = before.probe; }
    seconds_ = before.seconds;
    batchHash_ = before.batchHash;
}

run::Checkpoint TrainingJob::renewedCheckpoint(const run::TensorFile& then, bool isSameGrid)
{
    const CheckpointInfo info = readCheckpointInfo(then);
    const Probe ofThisGrid = probe_;
    restoreFloatPhase(then, state());
    if (!isSameGrid) { probe_ = ofThisGrid; }
    return checkpointOf(info.step, info.seconds);
}

bool TrainingJob::pretrainFrom(std::int64_t step, run::Sink& sink)
{
    if (step == -config_.pretrainSteps) { sink.onSnapshot(probe_.snapshot(net_, step, false)); }
    for (std::int64_t index = step + 1; index <= 0; ++index) {
        if (!keepGoing(sink)) { return false; }
        keepBookmarks(sink);
        applyChanges(index, sink);
        const std::int64_t done = index - 1 + config_.pretrainSteps;
        const double share = scheduleShare(config_, done, config_.pretrainSteps);
        this->step(index, data_->train.shuffled(data::Batches::Stream::PreTraining, done), net::Pass::Float,
                   {share * config_.pretrainLearningRate, 0}, sink);
        if (index == 0) { break; } // step 0 is looked at once its grid is fitted
        if (index % config_.snapshotEvery == 0) { sink.onSnapshot(probe_.snapshot(net_, index, false)); }
        if (index % config_.evaluateEvery == 0) {
            if (const auto score = scoreOn(data_->validation, net::Pass::Float)) {
                sink.onEvaluation(
                    {index, "validation", data_->validation.samples(), {}, score, {}, decisions(false, false)});
            }
        }
        keepCheckpointWhenDue(sink);
    }
    return true;
}

void TrainingJob::beginQuantized()
{
    step_ = 0;
    quantized_ = true;
    applyChanges(0, sink_); // those that came too late for the last float step: the grid is fitted under them
    keepFloatState(floatStart_);
    bitLengths_ = net_.bitLengths();
    calibrate();
    optimizers_ = Optimizers(net_, config_); // no momentum from the float phase
    sink_.onMark({0, run::Mark::Kind::Phase, "", "quantized training", "", config_.method});
    sink_.onSnapshot(probe_.snapshot(net_, 0, true));
    evaluateOn(data_->validation, "validation", 0, true, sink_);
    keepCheckpoint(sink_);
}

bool TrainingJob::trainQuantizedFrom(std::int64_t step)
{
    for (std::int64_t index = step + 1; index <= config_.steps; ++index) {
        if (!keepGoing(sink_)) { return false; }
        keepBookmarks(sink_);
        // Before the first step nothing depends on the grid yet: it is the one that a reset with these settings would have.
        if (applyChanges(index, sink_) && index == 1) { calibrateAnew(); }
        freezeBitsWhenDue(index);
        this->step(index, data_->train.shuffled(data::Batches::Stream::Training, index - 1), net::Pass::Training,
                   ratesAt(index), sink_);
        const bool last = index == config_.steps;
        const bool bitsChanged = tellBitChanges(index); // its picture belongs to that very step
        if (last || bitsChanged || index % config_.snapshotEvery == 0) {
            sink_.onSnapshot(probe_.snapshot(net_, index, true));
        }
        const bool isEvaluated = last || index % config_.evaluateEvery == 0;
        if (isEvaluated) { evaluateOn(data_->validation, "validation", index, false, sink_); }
        if (!last && (isEvaluated || bitsChanged) && isToStop()) {
            if (!bitsChanged && index % config_.snapshotEvery != 0) {
                sink_.onSnapshot(probe_.snapshot(net_, index, true));
            }
            return true;
        }
        if (!last) { keepCheckpointWhenDue(sink_); }
    }
    return true;
}

bool TrainingJob::isToStop()
{
    double bits = 0;
    double weights = 0;
    for (const auto& layer : net_.layers()) {
        constexpr int floatBits = 32;
        const auto count = double(layer.weight.numel());
        bits += count * (layer.quantizer->isQuantizing() ? layer.quantizer->bits() : floatBits);
        weights += count;
    }
    const std::string rule = ruleMet(config_, standing_, bits / weights);
    if (!rule.empty()) { sink_.onMark({step_, run::Mark::Kind::Phase, "", rule, "", ""}); }
    return !rule.empty();
}

void TrainingJob::finish()
{
    keepBookmarks(sink_);
    if (config_.batchNormBatches > 0) {
        measureStatistics(net::Pass::Quantized);
    } // so that what is kept is what is judged
    keepCheckpoint(sink_);
    evaluateOn(data_->test, "test", step_, true, sink_);
    sink_.onEnd({control_.isStopping() ? run::End::How::Stopped : run::End::How::Finished, ""});
}

void TrainingJob::step(std::int64_t index, const data::Batch& batch, net::Pass pass, Rates rates, run::Sink& sink)
{
    const auto start = Clock::now();
    optimizers_.zeroGradients();
    if (pass == net::Pass::Training) { net_.draw(config_.seed, index); }
    const torch::Tensor loss = torch::cross_entropy_loss(net_.forward(batch.inputs, pass), batch.labels);
    const torch::Tensor penalty =
        pass == net::Pass::Training ? net_.bitPenalty(config_.bitPenaltyWeighting) : torch::Tensor();
    (penalty.defined() ? loss + config_.bitPenalty * penalty : loss).backward();
    optimizers_.step(rates);
    seconds_ += secondsSince(start);
    const double value = loss.item<double>();
    requireFinite(value, index, rates, sink);
    batchHash_ = run::chainedHash(batchHash_, batch.indices.data_ptr(), batch.indices.nbytes());
    sink.onStep({index, seconds_, value, rates.weights,
                 pass == net::Pass::Training ? probe_.drawnMasks(net_) : std::vector<std::uint8_t>(), batchHash_});
    step_ = index;
}

// The setting that would have kept the numbers finite. What has not moved the network cannot have broken it, and a loss is
// computed before its own step moves anything.
std::string TrainingJob::remedy(std::int64_t step, Rates rates, bool isLoss) const
{
    const bool isFirst = step == (pretrains(config_) ? 1 - config_.pretrainSteps : 1);
    std::vector<std::string> settings;
    if (rates.weights > 0) { settings.emplace_back("learning_rate"); }
    if (rates.quantizers > 0 && learnsStepsApart(config_)) { settings.emplace_back("quantizer_learning_rate"); }
    if (rates.gates > 0 && config_.learnBits) { settings.emplace_back("gate_learning_rate"); }
    if (settings.empty() || (isFirst && isLoss)) { // with nothing learned yet
        const std::string where = config_.weightsFile.empty() ? "the data" : "the data or weights_file";
        return "no learning rate has a part in that, so look for numbers too large for a float in " + where;
    }
    if (step <= (isLoss ? 1 : 0)) { return "try a smaller pretrain_learning_rate"; }
    std::string names;
    for (const std::string& setting : settings) { names += (names.empty() ? "" : " or ") + setting; }
    return "try a smaller " + names;
}

void TrainingJob::requireFinite(double loss, std::int64_t step, Rates rates, run::Sink& sink) const
{
    const std::string broken = firstLayerNotFinite(net_), lost = firstLayerWithoutStep(net_);
    if (std::isfinite(loss) && broken.empty() && lost.empty()) { return; }
    const std::string& layer = broken.empty() ? lost : broken;
    const std::string what = std::isfinite(loss) ? "A weight or step size" : "The loss";
    const std::string became = !std::isfinite(loss) ? numberText(loss)
                               : broken.empty()     ? "too large or too small for a float"
                                                    : "infinite or NaN";
    sink.onMark({step, run::Mark::Kind::Diverged, layer, what, "", became});
    throw NumericsError(what + " became " + became + " at step " + std::to_string(step)
                        + (layer.empty() ? "" : " in " + layer) + "; " + remedy(step, rates, !std::isfinite(loss))
                        + ".");
}

template <typename Ask>
auto TrainingJob::ofFloatStart(Ask ask)
{
    std::vector<torch::Tensor> now;
    keepFloatState(now);
    restoreFloatState(floatStart_);
    auto found = ask();
    restoreFloatState(now);
    return found;
}

void TrainingJob::evaluateOn(const data::Batches& set, const std::string& name, std::int64_t step, bool withFloatStart,
                             run::Sink& sink)
{
    const auto start = Clock::now();
    run::Evaluation evaluation{step, name, set.samples(), {}, {}, {}};
    evaluation.quantized = scoreOn(set, net::Pass::Quantized);
    evaluation.latent = scoreOn(set, net::Pass::Latent);
    if (withFloatStart) {
        evaluation.floatStart = ofFloatStart([&] { return scoreOn(set, net::Pass::Float); });
    }
    if (name == "validation") { evaluation.decisions = decisions(true, withFloatStart); }
    seconds_ += secondsSince(start);
    if (!evaluation.latent) { return; } // not a half one, when the run was stopped meanwhile
    sink.onEvaluation(evaluation);
    if (name == "validation" && evaluation.quantized) { markBest(evaluation, sink); }
}

std::shared_ptr<const run::DecisionMap> TrainingJob::decisions(bool isQuantized, bool withFloatStart)
{
    if (!data_->plane.isThere()) { return nullptr; }
    auto map = std::make_shared<run::DecisionMap>(data_->plane.emptyMap());
    map->latent = data_->plane.ask(net_, isQuantized ? net::Pass::Latent : net::Pass::Float);
    if (isQuantized) { map->quantized = data_->plane.ask(net_, net::Pass::Quantized); }
    if (withFloatStart) {
        map->floatStart = ofFloatStart([&] { return data_->plane.ask(net_, net::Pass::Float); });
    }
    return map;
}

// With the statistics of batch normalisation that this pass would have, when the settings ask for it: latent and quantized
// weights do not have the running averages in common, which are those of training.
std::optional<run::Score> TrainingJob::scoreOn(const data::Batches& set, net::Pass pass)
{
    if (config_.batchNormBatches == 0 || !net_.hasStatistics()) { return evaluate(net_, set, pass, control_); }
    std::vector<torch::Tensor> running;
    keepFloatState(running);
    measureStatistics(pass);
    const auto score = evaluate(net_, set, pass, control_);
    restoreFloatState(running);
    return score;
}

void TrainingJob::measureStatistics(net::Pass pass)
{
    estimateStatistics(net_, data_->train, pass, config_.batchNormBatches, config_.batchSize, control_);
}

// The first evaluation has nothing to beat. What only guesses, or has all its weights in a heap, is no best of anything.
void TrainingJob::markBest(const run::Evaluation& evaluation, run::Sink& sink)
{
    const double accuracy = evaluation.quantized->accuracy;
    const bool isFirst = standing_.best < 0;
    if (!standing_.take(accuracy) || isFirst) { return; }
    if (run::isGuessing(accuracy, int(data_->dataset.classes), evaluation.samples) || hasCollapsed(evaluation.step)) {
        return;
    }
    char percent[32];
    std::snprintf(percent, sizeof percent, "%.1f %%", 100 * accuracy);
    sink.onMark({evaluation.step, run::Mark::Kind::Best, "", "best quantized accuracy", "", percent});
}

bool TrainingJob::hasCollapsed(std::int64_t step) const
{
    Probe look = probe_; // a copy: the next snapshot compares with the one that was told
    return run::collapseOf(*look.snapshot(net_, step, true)).isWhole();
}

void TrainingJob::keepBookmarks(run::Sink& sink)
{
    for (const run::Bookmark& bookmark : control_.takeBookmarks()) {
        sink.onMark({bookmark.step.value_or(step_), run::Mark::Kind::Bookmark, "", bookmark.note, "", ""});
        if (!bookmark.step) { keepCheckpoint(sink); }
    }
}

run::Checkpoint TrainingJob::checkpointOf(std::int64_t step, double seconds)
{
    return saveCheckpoint(
        {step, quantized_, seconds, standing_, config_, environment_, data_->hashes, describeInput(data_->dataset)},
        state());
}

void TrainingJob::keepCheckpoint(run::Sink& sink)
{
    sink.onCheckpoint(checkpointOf(step_, seconds_));
    lastCheckpoint_ = Clock::now();
    keptStep_ = step_;
}

// A pause keeps a checkpoint: whoever stops to look wants to fork, export or come back there.
bool TrainingJob::keepGoing(run::Sink& sink)
{
    return control_.keepGoing([&] {
        if (step_ != begunAt_ && keptStep_ != step_) { keepCheckpoint(sink); }
    });
}

// By steps, so that two recordings of one run keep the same ones, and by the clock, so that little is lost with slow steps.
void TrainingJob::keepCheckpointWhenDue(run::Sink& sink)
{
    if (step_ % config_.checkpointEvery == 0 || Clock::now() - lastCheckpoint_ > longestWithoutCheckpoint) {
        keepCheckpoint(sink);
    }
}

bool TrainingJob::applyChanges(std::int64_t step, run::Sink& sink)
{
    const auto changes = control_.takeChanges();
    for (const auto& change : changes) {
        const run::Field* field = run::findField(change.key);
        if (field == nullptr || !field->live) {
            throw ConfigError("The setting \"" + change.key + "\" applies at reset only.");
        }
        const std::string from = run::fieldText(config_, *field);
        run::setField(config_, change.key, change.text);
        run::requireValid(config_);
        apply(change.key);
        sink.onMark({step, run::Mark::Kind::Setting, "", change.key, from, run::fieldText(config_, *field)});
    }
    return !changes.empty();
}

// What of a setting lives in the network, which is then as one made with it; all others are asked for in every step.
void TrainingJob::apply(const std::string& changedKey)
{
    std::size_t index = 0;
    for (const auto& layer : net_.layers()) {
        quantize::Quantizer& quantizer = *layer.quantizer;
        quantizer.setEstimator(quantize::estimatorOfLayer(config_, index));
        quantizer.setTemperature(config_.temperature);
        if (changedKey == "sigma") {
            quantizer.setSigmaRatio(config_.sigma);
            if (layer.activation) { layer.activation->setSigmaRatio(config_.sigma); }
        }
        if (changedKey == "keep_probability" && quantizer.gates() != nullptr) {
            quantizer.gates()->setKeepProbability(run::keepProbabilityOfLayer(config_, index));
        }
        ++index;
    }
}

void TrainingJob::calibrate()
{
    net_.calibrate(data_->train.shuffled(data::Batches::Stream::Training, 0).inputs, config_.sigma);
}

// What was told of step 0 stays told; that network was not to be, so nothing is measured by its accuracy.
void TrainingJob::calibrateAnew()
{
    calibrate();
    standing_ = {};
    if (const auto score = scoreOn(data_->validation, net::Pass::Quantized)) { standing_.take(score->accuracy); }
}

Rates TrainingJob::ratesAt(std::int64_t step) const
{
    const double share = scheduleShare(config_, step - 1, config_.steps);
    // LSQ's step sizes learn as fast as the weights (lsq.h).
    const bool asWeights = run::methodOf(config_).traits.stepSize == run::StepSize::LearnedAsWeights;
    const double quantizers = asWeights ? config_.learningRate : config_.quantizerLearningRate;
    return {share * config_.learningRate, share * quantizers, share * config_.gateLearningRate};
}

void TrainingJob::freezeBitsWhenDue(std::int64_t step)
{
    const bool frozen = config_.freezeBitsAt > 0 && step >= config_.freezeBitsAt;
    for (const auto& layer : net_.layers()) { layer.quantizer->freezeGates(frozen, layer.weight); }
}

bool TrainingJob::tellBitChanges(std::int64_t step)
{
    if (!config_.learnBits) { return false; }
    const std::vector<int> now = net_.bitLengths();
    for (std::size_t layer = 0; layer < now.size(); ++layer) {
        if (now[layer] == bitLengths_[layer]) { continue; }
        sink_.onMark({step, run::Mark::Kind::Bits, net_.layers()[layer].description.name, "bit-length",
                      std::to_string(bitLengths_[layer]), std::to_string(now[layer])});
    }
    return now != std::exchange(bitLengths_, now);
}

void TrainingJob::keepFloatState(std::vector<torch::Tensor>& to) const
{
    to.clear();
    for (const auto& tensor : net_.floatState()) { to.push_back(tensor.values.detach().clone()); }
}

void TrainingJob::restoreFloatState(const std::vector<torch::Tensor>& from)
{
    const torch::NoGradGuard noGrad;
    std::size_t i = 0;
    for (auto& tensor : net_.floatState()) { tensor.values.copy_(from[i++]); }
}

} // namespace gridscope::train
