// SPDX-License-Identifier: GPL-3.0-or-later
// A whole training step, and what surrounds it in a run.
#include "core/base/error.h"
#include "core/run/worker.h"
#include "core/train/grid_method.h"
#include "core/train/training_job.h"
#include "tests/bench/lenet.h"
#include "tests/bench/peers.h"
#include "tests/bench/rounds.h"
#include "tests/bench/until_end.h"

#include <torch/optim/adam.h>

namespace gridscope::bench {

namespace {

std::shared_ptr<net::Net> calibrated(const run::RunConfig& config, const Pictures& batch)
{
    auto net = std::make_shared<net::Net>(config, net::Input{});
    net->calibrate(batch.inputs, {config.sigma, config.sigma});
    return net;
}

// Runs a real training job and everything else after each of its steps; the job's own time lies between.
class BetweenSteps final : public UntilEnd {
public:
    BetweenSteps(Rounds& rounds, run::Control& control, int count)
        : rounds_(rounds), control_(control), left_(count + 3)
    {
        rounds_.addMeasured("our whole loop", [this] { return seconds_; });
    }
    void onStep(const run::Step& step) override
    {
        seconds_ = processorSeconds() - resumed_;
        if (--left_ < 0) {
            control_.stop();
        } else {
            rounds_.round(step.index > 2);
        }
        resumed_ = processorSeconds();
    }

private:
    Rounds& rounds_;
    run::Control& control_;
    int left_;
    double seconds_ = 0;
    double resumed_ = 0;
};

void runJobAround(Rounds& rounds, const run::RunConfig& config, int count)
{
    train::Cache cache;
    run::Control control;
    BetweenSteps sink(rounds, control, count);
    control.play();
    run::runJob([&](run::Control& c, run::Sink& s) { train::TrainingJob(config, cache, c, s).run(); }, control, sink);
    if (sink.ended.how == run::End::How::Failed) { throw Error(sink.ended.message); }
}

std::int64_t weightsOf(const net::Net& net)
{
    std::int64_t all = 0;
    for (const auto& layer : net.layers()) { all += layer.weight.numel(); }
    return all;
}

} // namespace

std::function<void()> stockStep(const run::RunConfig& config, const Pictures& batch)
{
    const auto net = std::make_shared<net::Net>(config, net::Input{}); // the same initial weights
    std::vector<torch::Tensor> weights, biases;
    for (const auto& layer : net->layers()) {
        weights.push_back(layer.weight);
        biases.push_back(layer.bias);
    }
    const auto adam = std::make_shared<torch::optim::Adam>(net->weightsAndBiases(), torch::optim::AdamOptions(lowRate));
    return [=] {
        adam->zero_grad();
        torch::cross_entropy_loss(stockLeNet(batch.inputs, weights, biases), batch.labels).backward();
        adam->step();
    };
}

Group stepRows()
{
    return {{"lenet5 step, cpq weights", "lenet5 step, cpq weights + activations", "lenet5 step, float / stock",
             "lenet5 whole loop, cpq weights + activations / stock", "observation, a snapshot each step",
             "noise floor, steps"},
            [](const Settings& s) {
                const auto floats = lenetConfig("float", "float", s.quick),
                           weights = lenetConfig("cpq", "float", s.quick), both = lenetConfig("cpq", "cpq", s.quick);
                const Pictures batch(both.batchSize);
                const auto quantized = calibrated(both, batch);
                train::Probe probe(*quantized, both);
                Rounds rounds;
                rounds.add("stock FP32 step", stockStep(floats, batch));
                rounds.add("our FP32 step", ourStep(calibrated(floats, batch), floats, net::Pass::Float, batch));
                rounds.add("weights", ourStep(calibrated(weights, batch), weights, net::Pass::Training, batch));
                rounds.add("our quantized step", ourStep(quantized, both, net::Pass::Training, batch));
                const auto lookAt = [&](auto& net, auto& probe) {
                    std::vector<train::LayerView> views;
                    for (const auto& layer : net.layers()) { views.push_back(train::gridView(layer)); }
                    probe.snapshot(net, views, {}, 1);
                };
                rounds.add("snapshot", [&] { lookAt(*quantized, probe); });
                rounds.add("again", ourStep(calibrated(floats, batch), floats, net::Pass::Float, batch));
                runJobAround(rounds, both, s.rounds);
                return std::vector<Row>{
                    rounds.row("lenet5 step, cpq weights", "weights", "our FP32 step", 1.05),
                    rounds.row("lenet5 step, cpq weights + activations", "our quantized step", "our FP32 step", 1.12),
                    rounds.row("lenet5 step, float / stock", "our FP32 step", "stock FP32 step", 0.80),
                    rounds.row("lenet5 whole loop, cpq weights + activations / stock", "our whole loop",
                               "stock FP32 step", 0.85),
                    rounds.row("observation, a snapshot each step", "snapshot", "our quantized step", 0.01),
                    rounds.row("noise floor, steps", "again", "our FP32 step", 0)};
            }};
}

// The same step with many more weights, per weight.
Group scalingRows()
{
    return {{"mlp step per weight, 10 million / 0.6 million"}, [](const Settings& s) {
                run::RunConfig small = lenetConfig("cpq", "float", s.quick), large = small;
                small.network = large.network = "mlp";
                small.hidden = {512, 384};
                large.hidden = {2816, 2816};
                if (s.quick) { large.hidden = {600, 600}; }
                const Pictures batch(small.batchSize);
                const auto smallNet = calibrated(small, batch), largeNet = calibrated(large, batch);
                Rounds rounds;
                rounds.add("small", ourStep(smallNet, small, net::Pass::Training, batch));
                rounds.add("large", ourStep(largeNet, large, net::Pass::Training, batch));
                rounds.run(s.rounds);
                auto ratios = rounds.ratios("large", "small");
                for (double& r : ratios) { r *= double(weightsOf(*smallNet)) / double(weightsOf(*largeNet)); }
                return std::vector<Row>{
                    rowOf("mlp step per weight, 10 million / 0.6 million", "a weight of the small one", ratios, 1.1)};
            }};
}

} // namespace gridscope::bench
