// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/plan.h"

#include <algorithm>

namespace gridscope::experiment {

std::vector<Arm> armsOf(const Experiment& experiment, const RunOne& known)
{
    std::vector<Arm> arms;
    experiment([&](const Arm& arm) -> std::optional<Outcome> {
        arms.push_back(arm);
        if (auto outcome = known(arm)) { return outcome; }
        Outcome standIn; // so that those are asked for, too, that come after it
        standIn.arm = arm.name;
        standIn.seed = arm.config.seed;
        return standIn;
    });
    return arms;
}

std::int64_t stepsOf(const run::RunConfig& config)
{
    return config.steps + (config.start == "pretrained" ? config.pretrainSteps : 0);
}

void Pace::ran(std::int64_t steps, double seconds)
{
    steps_ += steps;
    seconds_ += seconds;
}

std::optional<double> Pace::secondsFor(std::int64_t steps, std::size_t atOnce) const
{
    if (steps_ == 0) { return std::nullopt; }
    return double(steps) * seconds_ / double(steps_) / double(std::max<std::size_t>(atOnce, 1));
}

} // namespace gridscope::experiment
