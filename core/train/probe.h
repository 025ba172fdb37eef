// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where tensors become numbers: copies out what a snapshot shows, so that nothing of it moves on.
#pragma once

#include "core/base/safetensors.h"
#include "core/net/net.h"
#include "core/run/event.h"
#include "core/train/method.h"

namespace gridscope::train {

class Probe {
public:
    Probe(const net::Net& net, const run::RunConfig& config);
    run::SnapshotPtr snapshot(const net::Net& net, const Method& method, std::int64_t step);
    run::SnapshotPtr snapshot(const net::Net& net, std::span<const LayerView> views, std::vector<run::Extra> extras,
                              std::int64_t step);
    // Of float pre-training: the grid shown is the one that fits the weights now.
    run::SnapshotPtr floatSnapshot(const net::Net& net, std::int64_t step);
    std::vector<run::LayerInfo> layers(const net::Net& net) const;
    // What the next snapshot depends on beside the weights; for checkpoints.
    void save(run::TensorFile& file) const;
    void restore(const run::TensorFile& file);

private:
    struct Followed {
        std::vector<std::int64_t> indices; // fixed for the run, ascending
        std::vector<std::int8_t> codes;    // of all weights at the last snapshot
        double previewAlpha = 0;           // the fitted step size shown where no grid is in force
        std::int64_t previewAge = 0;       // snapshots since it was fitted
    };
    LayerView previewOf(const net::Net::Layer& layer, Followed& followed) const;
    run::LayerState stateOf(const LayerView& view, Followed& followed) const;

    int binsPerCell_;
    std::vector<Followed> followed_;
};

// The name of the first layer whose weights, biases or step sizes hold a NaN or infinity, or "".
std::string firstLayerNotFinite(const net::Net& net);

} // namespace gridscope::train
