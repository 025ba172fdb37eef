// SPDX-License-Identifier: GPL-3.0-or-later
// Training steps of bit planes, at many planes and at few, and of mirror descent, against our own FP32 step.
#include "core/settings/config_fields.h"
#include "core/train/beginning.h"
#include "core/train/method.h"
#include "tests/bench/lenet.h"
#include "tests/bench/rounds.h"

namespace gridscope::bench {

namespace {

run::RunConfig planesConfig(int bits, bool quick)
{
    run::RunConfig config = lenetConfig("bsq", "float", quick);
    config.bits = {bits};
    run::setField(config, "bsq_alpha", "0.0001"); // nothing falls while it is measured, but all is reckoned
    run::setField(config, "bsq_plane_rate", "0.000001");
    run::setField(config, "bsq_interval", "1000000");
    run::setField(config, "bsq_fine_tune_steps", "0");
    return config;
}

// What a method stands on, for as long as it is measured.
struct Standing {
    explicit Standing(const run::RunConfig& of)
        : config(of), data(train::loadData(config, cache)), net(config, net::Input{}),
          method(train::makeMethod({config, net, data->train, control}))
    {
        net.setWeights([this](std::size_t layer, net::Pass pass) { return method->weight(layer, pass); });
    }
    run::RunConfig config;
    train::Cache cache;
    std::shared_ptr<train::LoadedData> data;
    net::Net net;
    run::Control control;
    std::unique_ptr<train::Method> method;
};

std::function<void()> methodStep(const run::RunConfig& config, const Pictures& batch)
{
    const auto stand = std::make_shared<Standing>(config);
    data::Batch same = stand->data->train.shuffled(data::Batches::Stream::Training, 0);
    same.inputs = batch.inputs;
    same.labels = batch.labels;
    stand->method->begin(same);
    return [stand, same] { stand->method->step(1, same); };
}

} // namespace

Group planesRows()
{
    return {{"lenet5 step, bit planes, 8 bits", "lenet5 step, bit planes, 2 bits"}, [](const Settings& s) {
                const auto floats = lenetConfig("float", "float", s.quick);
                const Pictures batch(floats.batchSize);
                const auto net = std::make_shared<net::Net>(floats, net::Input{});
                Rounds rounds;
                rounds.add("our FP32 step", ourStep(net, floats, net::Pass::Float, batch));
                rounds.add("8 bits", methodStep(planesConfig(8, s.quick), batch));
                rounds.add("2 bits", methodStep(planesConfig(2, s.quick), batch));
                rounds.run(s.rounds);
                return std::vector<Row>{rounds.row("lenet5 step, bit planes, 8 bits", "8 bits", "our FP32 step", 2.0),
                                        rounds.row("lenet5 step, bit planes, 2 bits", "2 bits", "our FP32 step", 1.3)};
            }};
}

Group mirrorRows()
{
    return {{"lenet5 step, mirror descent, tanh", "lenet5 step, mirror descent, shares"}, [](const Settings& s) {
                const auto floats = lenetConfig("float", "float", s.quick);
                const auto tanh = lenetConfig("md", "float", s.quick);
                auto shares = tanh;
                run::setField(shares, "md_variant", "softmax-s");
                const Pictures batch(floats.batchSize);
                const auto net = std::make_shared<net::Net>(floats, net::Input{});
                Rounds rounds;
                rounds.add("our FP32 step", ourStep(net, floats, net::Pass::Float, batch));
                rounds.add("tanh", methodStep(tanh, batch));
                rounds.add("shares", methodStep(shares, batch));
                rounds.run(s.rounds);
                return std::vector<Row>{
                    rounds.row("lenet5 step, mirror descent, tanh", "tanh", "our FP32 step", 1.1),
                    rounds.row("lenet5 step, mirror descent, shares", "shares", "our FP32 step", 1.3)};
            }};
}

} // namespace gridscope::bench
