// SPDX-License-Identifier: GPL-3.0-or-later
// The step that all rows about steps are measured with: 32C5-MP2-64C5-MP2-512FC-10 on 128 pictures of 28x28, Adam at a
// rate so low that the weights stay where they are: branches that depend on data then stay the same as well.
#pragma once

#include "core/net/net.h"
#include "core/train/optimizers.h"

#include <functional>

namespace gridscope::bench {

constexpr double lowRate = 1e-6;
constexpr int steps = 1 << 20; // more than any benchmark takes

inline run::RunConfig lenetConfig(const std::string& weights, const std::string& activations, bool quick)
{
    run::RunConfig config; // the defaults are LeNet-5
    config.data = "sample";
    config.method = weights;
    config.bits = {4};
    config.activationMethod = activations;
    config.activationBits = 4;
    config.start = "scratch";
    config.schedule = "constant";
    config.learningRate = config.quantizerLearningRate = lowRate;
    config.batchSize = quick ? 8 : 128;
    config.validationSamples = 10;
    config.snapshotEvery = 1;
    config.evaluateEvery = config.checkpointEvery = config.steps = steps;
    config.threads = 1;
    return config;
}

struct Pictures {
    explicit Pictures(int count)
        : inputs(torch::randn({count, 1, 28, 28})), labels(torch::randint(10, {count}, torch::kInt64))
    {}
    torch::Tensor inputs, labels;
};

// One step of our networks as the training job makes it, without what surrounds it.
inline std::function<void()> ourStep(const std::shared_ptr<net::Net>& net, const run::RunConfig& config, net::Pass pass,
                                     const Pictures& batch)
{
    auto optimizers = std::make_shared<train::Optimizers>(*net, config);
    return [=] {
        optimizers->zeroGradients();
        if (pass == net::Pass::Training) { net->draw(config.seed, 1); }
        torch::cross_entropy_loss(net->forward(batch.inputs, pass), batch.labels).backward();
        optimizers->step({lowRate, lowRate});
    };
}

std::function<void()> stockStep(const run::RunConfig& config, const Pictures& batch); // FP32, LibTorch alone

} // namespace gridscope::bench
