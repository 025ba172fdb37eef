// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/method_run.h"

#include "tests/support/scripted_run.h"

#include <cmath>
#include <limits>

namespace gridscope::test {

namespace {

std::shared_ptr<const run::FreeLevels> freeLevels(const run::LayerState& state, double scale, bool hasGroups)
{
    auto levels = std::make_shared<run::FreeLevels>();
    for (int code = state.low; code <= state.high; ++code) {
        levels->points.push_back(scale * (code + 0.1 * std::sin(double(code))));
        if (hasGroups) { levels->groups.push_back((code - state.low) % 3); }
    }
    return levels;
}

std::vector<run::Extra> extrasAt(std::int64_t step)
{
    run::Extra surface{"surface", "", "nats", {8, 16}, {}};
    for (int i = 0; i < 128; ++i) { surface.values.push_back(float(i) / 7 + float(step)); }
    std::vector<run::Extra> extras;
    extras.push_back({"planes", "conv1", "share", {3}, {0.5F, 0.25F, float(step)}});
    extras.push_back({"planes", "fc2", "share", {0}, {}}); // nothing is left
    extras.push_back({"sharpness", "", "", {}, {std::numeric_limits<float>::quiet_NaN()}});
    extras.push_back(std::move(surface));
    return extras;
}

} // namespace

run::SnapshotPtr methodSnapshot(const run::Start& start, std::int64_t step)
{
    auto snapshot = std::make_shared<run::Snapshot>(*scriptedSnapshot(start, step));
    auto& layers = snapshot->layers;
    layers[0].isZero = true;
    layers[0].bits = 0;
    layers[1].bits = 2.25;
    layers[1].offset = 0.5;
    layers[2].bits = 3.125;
    layers[2].free = freeLevels(layers[2], 0.01 * double(1 + step / pointsChangeEvery), true);
    layers[3].bits = 0.4375;
    layers[3].free = freeLevels(layers[3], 0.02, false);
    snapshot->extras = extrasAt(step);
    return snapshot;
}

void tellMethodSteps(run::Sink& sink, const run::Start& start, std::int64_t first, std::int64_t last)
{
    for (std::int64_t step = first; step <= last; ++step) {
        sink.onStep({step, 0.1 * double(step), 1, 0.1});
        if (step % 5 == 0) { sink.onSnapshot(methodSnapshot(start, step)); }
        if (step % 20 == 0) {
            sink.onCheckpoint({step, std::make_shared<const std::vector<std::uint8_t>>(100, std::uint8_t(step))});
        }
    }
}

void tellMethodRun(run::Sink& sink)
{
    run::RunConfig config;
    config.steps = 60;
    config.start = "scratch";
    const run::Start start = scriptedStart(config);
    sink.onStart(start);
    tellMethodSteps(sink, start, 1, config.steps);
    sink.onEnd({run::End::How::Finished, ""});
}

} // namespace gridscope::test
