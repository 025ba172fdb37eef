// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's optimizers as a run uses them: the configured one for weights and biases, and Adam with a rate of its own
// for log alpha and log sigma. Their gradients are sums over a whole tensor, so a rate that fits SGD on single weights
// means nothing to them; Adam is free of the scale. The gates of learned bit-lengths have a third, Adam as well.
#pragma once

#include "core/base/safetensors.h"
#include "core/net/net.h"

#include <torch/optim/optimizer.h>

namespace gridscope::train {

// Learning rates of one step.
struct Rates {
    double weights = 0;    // and biases
    double quantizers = 0; // log alpha, log sigma
    double gates = 0;      // phi
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
    std::vector<torch::optim::Optimizer*> all() const;

    std::unique_ptr<torch::optim::Optimizer> weights_;
    std::unique_ptr<torch::optim::Optimizer> quantizers_;
    std::unique_ptr<torch::optim::Optimizer> gates_; // nullptr when no bits are learned
};

} // namespace gridscope::train
