// SPDX-License-Identifier: GPL-3.0-or-later
// A training step of bit planes, at many planes and at few, against our own FP32 step.
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
struct Planes {
    Planes(int bits, bool quick)
        : config(planesConfig(bits, quick)), data(train::loadData(config, cache)), net(config, net::Input{}),
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

std::function<void()> planesStep(int bits, const Pictures& batch, bool quick)
{
    const auto planes = std::make_shared<Planes>(bits, quick);
    data::Batch same = planes->data->train.shuffled(data::Batches::Stream::Training, 0);
    same.inputs = batch.inputs;
    same.labels = batch.labels;
    planes->method->begin(same);
    return [planes, same] { planes->method->step(1, same); };
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
                rounds.add("8 bits", planesStep(8, batch, s.quick));
                rounds.add("2 bits", planesStep(2, batch, s.quick));
                rounds.run(s.rounds);
                return std::vector<Row>{rounds.row("lenet5 step, bit planes, 8 bits", "8 bits", "our FP32 step", 2.0),
                                        rounds.row("lenet5 step, bit planes, 2 bits", "2 bits", "our FP32 step", 1.3)};
            }};
}

} // namespace gridscope::bench
