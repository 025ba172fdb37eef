// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's optimizers as a run uses them: the configured one for weights and biases, and Adam with a rate of its own
// for log alpha and log sigma. Their gradients are sums over a whole tensor, so a rate that fits SGD on single weights
// means nothing to them; Adam is free of the scale. The gates of learned bit-lengths have a third, Adam as well.
#pragma once

#include "core/base/safetensors.h"
#include "core/net/net.h"

#include <torch/optim/optimizer.h>

#include <functional>

namespace gridscope::train {

// Learning rates of one step.
struct Rates {
    double weights = 0;    // and biases
    double quantizers = 0; // log alpha, log sigma
    double gates = 0;      // phi
};

// Parameters that are moved by one rule at one rate. Their moments have their names in checkpoints.
struct ParameterGroup {
    enum class Rule { Adam, Sgd };
    std::vector<net::Net::Named> parameters;
    Rule rule = Rule::Adam;
    double momentum = 0; // of Sgd
};
ParameterGroup::Rule ruleOf(const run::RunConfig& config); // of the weights

class Optimizers {
public:
    explicit Optimizers(const std::vector<ParameterGroup>& groups);
    // Of a network on grids: weights and biases, step sizes and noise, and gates where bits are learned.
    Optimizers(const net::Net& net, const run::RunConfig& config);
    void zeroGradients();
    void step(const std::vector<double>& rates); // of the groups in their order; those that are not said are 0
    // The moments, named after their parameter. Restoring wants optimizers that have not stepped yet.
    void save(run::TensorFile& file) const;
    void restore(const run::TensorFile& file);

private:
    struct Group {
        std::unique_ptr<torch::optim::Optimizer> optimizer;
        std::vector<net::Net::Named> parameters;
    };
    std::vector<Group> groups_;
};
// Of the float network alone.
ParameterGroup weightsOf(const net::Net& net, const run::RunConfig& config);
// The same but for the weights of the layers that a method moves in a way of its own.
ParameterGroup weightsBeside(const net::Net& net, const run::RunConfig& config,
                             const std::function<bool(std::size_t layer)>& movesItself);

} // namespace gridscope::train
