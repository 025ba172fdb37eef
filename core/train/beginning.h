// SPDX-License-Identifier: GPL-3.0-or-later
// What a run begins with, and what a second run with the same beginning need not do again: the data as tensors, and the float
// pre-training with all that it told, so that a reset is there at once and shows the same.
// Caches : a config is a key with all settings but those that are known to have no part in it, so that a setting that nobody
//          thought of here makes things anew and never takes what belongs to others.
#pragma once

#include "core/data/batches.h"
#include "core/data/fingerprint.h"
#include "core/run/engine.h"
#include "core/train/decisions.h"
#include "core/train/float_phase.h"
#include "core/train/probe.h"

namespace gridscope::train {

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

bool pretrains(const run::RunConfig& config);
std::shared_ptr<LoadedData> loadData(const run::RunConfig& config, Cache& cache);
// With all that only matters after pre-training as it is by default.
run::RunConfig beginningOf(run::RunConfig config);
// Without what the float network does not know and only its snapshots show: the grid that they are drawn over.
run::RunConfig withoutGrid(run::RunConfig beginning);
// Of the cache, now the newest one; nullptr where none fits.
std::shared_ptr<const Pretrained> pretrainedFor(const run::RunConfig& config, Cache& cache);
void keepPretrained(std::shared_ptr<const Pretrained> pretrained, Cache& cache);

// Keeps the layers' weights whenever a snapshot is told.
class PictureKeeper final : public run::SilentSink {
public:
    PictureKeeper(const net::Net& net, const run::RunConfig& config);
    void onSnapshot(const run::SnapshotPtr& snapshot) override;
    std::vector<Pretrained::Picture> pictures;

private:
    const net::Net& net_;
    bool isKeeping_;
};

// Values of Net::floatState, to and fro.
std::vector<torch::Tensor> keptFloatState(const net::Net& net);
void restoreFloatState(net::Net& net, const std::vector<torch::Tensor>& from);
// Fills the network from config.weightsFile; what fits, in words for the timeline.
std::string takeWeights(net::Net& net, const run::RunConfig& config, const run::Begin& begin);

} // namespace gridscope::train
