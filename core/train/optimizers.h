// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's optimizers as a run uses them: the configured one for weights and biases, and Adam with a rate of its own
// for log alpha and log sigma. Their gradients are sums over a whole tensor, so a rate that fits SGD on single weights
// means nothing to them; Adam is free of the scale.
#pragma once

#include "core/net/net.h"
#include "core/run/safetensors.h"

#include <torch/optim/optimizer.h>

namespace gridscope::train {

// Learning rates of one step.
struct Rates {
    double weights = 0;    // and biases
    double quantizers = 0; // log alpha, log sigma
};

class Optimizers {
public:
    Optimizers(const net::Net& net, const run::RunConfig& config);
    void zeroGradients();
    void step(Rates rates);
    // The moments, named after their parameter. Restoring wants optimizers that have not stepped yet.
    void save(const net::Net& net, run::TensorFile& file) const;
    void restore(const net::Net& net, const run::TensorFile& file);

private:
    std::unique_ptr<torch::optim::Optimizer> weights_;
    std::unique_ptr<torch::optim::Optimizer> quantizers_;
};

} // namespace gridscope::train
