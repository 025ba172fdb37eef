// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of adaptive loss-aware quantization against our FP32 step on the same network and batch.
#include "core/settings/config_fields.h"
#include "core/train/alq_method.h"
#include "core/train/training_job.h"
#include "tests/bench/lenet.h"
#include "tests/bench/rounds.h"

namespace gridscope::bench {

namespace {

// A network whose steps are all of one kind.
struct Stepping {
    Stepping(const run::RunConfig& settings, const Pictures& pictures)
        : config(settings), data(train::loadData(config, cache)), net(config, net::Input{}),
          method({config, net, data->train, control}), batch{pictures.inputs, pictures.labels, {}}
    {
        net.setWeights([this](std::size_t layer, net::Pass pass) { return method.weight(layer, pass); });
        method.begin(batch);
    }
    run::RunConfig config;
    train::Cache cache;
    run::Control control;
    std::shared_ptr<train::LoadedData> data;
    net::Net net;
    train::AlqMethod method;
    data::Batch batch;
};

std::function<void()> stepsOf(const char* kind, bool quick, const Pictures& pictures)
{
    run::RunConfig config = lenetConfig("alq", "float", quick);
    for (const char* phase : {"alq_basis", "alq_coordinate", "alq_pruning", "alq_ste", "alq_last"}) {
        run::setField(config, phase, std::string_view(phase) == kind ? "1" : "0");
    }
    run::setField(config, "alq_rounds", "1");
    const auto stepping = std::make_shared<Stepping>(config, pictures);
    return [stepping] { stepping->method.step(1, stepping->batch); };
}

} // namespace

Group multiBitRows()
{
    static const std::string coordinates = "lenet5 step on coordinates, alq", bases = "lenet5 step on bases, alq";
    return {{coordinates, bases}, [](const Settings& s) {
                const auto floats = lenetConfig("float", "float", s.quick);
                const Pictures batch(floats.batchSize);
                const auto net = std::make_shared<net::Net>(floats, net::Input{});
                Rounds rounds;
                rounds.add("our FP32 step", ourStep(net, floats, net::Pass::Float, batch));
                rounds.add("coordinates", stepsOf("alq_coordinate", s.quick, batch));
                rounds.add("bases", stepsOf("alq_basis", s.quick, batch));
                rounds.run(s.rounds);
                return std::vector<Row>{rounds.row(coordinates, "coordinates", "our FP32 step", 0),
                                        rounds.row(bases, "bases", "our FP32 step", 0)};
            }};
}

} // namespace gridscope::bench
