// SPDX-License-Identifier: GPL-3.0-or-later
// The training job's float pre-training, and how one that another run did is told again.
#include "core/run/fanout.h"
#include "core/run/schedule.h"
#include "core/train/tensor_io.h"
#include "core/train/training_job.h"

#include <torch/types.h>

namespace gridscope::train {

// A file in the user's cache may be anybody's work.
bool TrainingJob::fits(const CarriedFloat& carried) const
{
    const auto state = net_.floatState();
    const auto isOurs = [](const auto& mine, const run::Tensor& theirs) {
        const torch::Tensor values = toTorch(theirs);
        return torch::isFloatingType(values.scalar_type()) && values.sizes() == mine.values.sizes()
               && values.isfinite().all().template item<bool>();
    };
    return std::equal(state.begin(), state.end(), carried.tensors.begin(), carried.tensors.end(), isOurs);
}

void TrainingJob::takeCarried(const CarriedFloat& carried)
{
    isCarried_ = true;
    std::size_t i = 0;
    const torch::NoGradGuard noGrad;
    for (auto& tensor : net_.floatState()) { tensor.values.copy_(toTorch(carried.tensors.at(i++))); }
}

std::vector<run::Tensor> TrainingJob::floatTensors() const
{
    std::vector<run::Tensor> tensors;
    for (const auto& tensor : net_.floatState()) {
        tensors.push_back(toFile(std::to_string(tensors.size()), tensor.values));
    }
    return tensors;
}

bool TrainingJob::pretrain()
{
    if (!hasFloatPhase()) { return true; }
    if (const auto before = pretrainedFor(config_, cache_)) {
        replayPretraining(*before);
        return true;
    }
    FloatPhase told;
    PictureKeeper keeper(net_, config_);
    run::Fanout all({&sink_, &told, &keeper});
    const run::RunConfig beginning = beginningOf(config_);
    if (!pretrainFrom(step_, all)) { return false; }
    keepFloat({config_, data_->hashes, environment_}, floatTensors());
    if (told.isWhole()) {
        keepPretrained(
            std::make_shared<Pretrained>(Pretrained{beginning, keptFloatState(net_), std::move(told),
                                                    std::move(keeper.pictures), probe_, seconds_, batchHash_}),
            cache_);
    }
    return true;
}

run::SnapshotPtr TrainingJob::pictureOf(const Pretrained::Picture& picture)
{
    const torch::NoGradGuard noGrad;
    std::size_t i = 0;
    for (const auto& layer : net_.layers()) { torch::Tensor(layer.weight).copy_(picture.weights[i++]); }
    return probe_.floatSnapshot(net_, picture.step);
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
    restoreFloatState(net_, before.floatState);
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
    if (step == -config_.pretrainSteps) { sink.onSnapshot(probe_.floatSnapshot(net_, step)); }
    for (std::int64_t index = step + 1; index <= 0; ++index) {
        if (!keepGoing(sink)) { return false; }
        keepBookmarks(sink);
        applyChanges(index, sink);
        floatStep(index, sink);
        if (index == 0) { break; } // step 0 is looked at once its grid is fitted
        if (index % config_.snapshotEvery == 0) { sink.onSnapshot(probe_.floatSnapshot(net_, index)); }
        if (index % config_.evaluateEvery == 0) {
            if (const auto evaluation = examiner_.ofFloat(index)) { sink.onEvaluation(*evaluation); }
        }
        keepCheckpointWhenDue(sink);
    }
    return true;
}

void TrainingJob::floatStep(std::int64_t index, run::Sink& sink)
{
    const std::int64_t done = index - 1 + config_.pretrainSteps;
    const double rate = scheduleShare(config_, done, config_.pretrainSteps) * config_.pretrainLearningRate;
    const data::Batch batch = data_->train.shuffled(data::Batches::Stream::PreTraining, done);
    told(index, batch, sink, [&]() -> StepResult {
        floatOptimizers_.zeroGradients();
        const torch::Tensor loss =
            torch::cross_entropy_loss(net_.forward(batch.inputs, net::Pass::Float), batch.labels);
        loss.backward();
        floatOptimizers_.step({rate});
        return {loss.item<double>(), rate};
    });
}

} // namespace gridscope::train
