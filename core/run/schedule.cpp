// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/schedule.h"

#include <cmath>
#include <numbers>

namespace gridscope::train {

double scheduleShare(const run::RunConfig& config, std::int64_t done, std::int64_t total)
{
    if (config.schedule == "step") {
        const auto decays = done / config.decayEvery; // whole ones
        return std::pow(config.decayFactor, double(decays));
    }
    if (config.schedule == "cosine") { return (1 + std::cos(std::numbers::pi * double(done) / double(total))) / 2; }
    return 1;
}

} // namespace gridscope::train
