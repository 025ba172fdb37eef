// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/optimizers.h"

#include <torch/optim/adam.h>
#include <torch/optim/sgd.h>

namespace gridscope::train {

namespace {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(std::vector<torch::Tensor> parameters, const run::RunConfig& config)
{
    if (config.optimizer == "sgd") {
        return std::make_unique<torch::optim::SGD>(std::move(parameters),
                                                   torch::optim::SGDOptions(config.learningRate).momentum(config.momentum));
    }
    return std::make_unique<torch::optim::Adam>(std::move(parameters), torch::optim::AdamOptions(config.learningRate));
}

void stepAt(torch::optim::Optimizer& optimizer, double rate)
{
    for (auto& group : optimizer.param_groups()) { group.options().set_lr(rate); }
    optimizer.step();
}

} // namespace

Optimizers::Optimizers(const net::Net& net, const run::RunConfig& config)
    : weights_(makeOptimizer(net.weightsAndBiases(), config)),
      quantizers_(std::make_unique<torch::optim::Adam>(net.quantizerParameters(), torch::optim::AdamOptions(config.quantizerLearningRate)))
{
}

void Optimizers::zeroGradients()
{
    weights_->zero_grad();
    quantizers_->zero_grad();
}

void Optimizers::step(Rates rates)
{
    stepAt(*weights_, rates.weights);
    stepAt(*quantizers_, rates.quantizers);
}

} // namespace gridscope::train
