// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/collector.h"

#include "core/base/wording.h"

#include <algorithm>

namespace gridscope::experiment {

run::RunConfig withSeed(run::RunConfig config, std::int64_t seed)
{
    config.seed = seed;
    config.floatNetwork = "trained"; // the carried one is of one seed: no seed is to begin otherwise than the others
    return config;
}

std::vector<Outcome> of(const std::vector<Outcome>& outcomes, const std::string& arm)
{
    std::vector<Outcome> found;
    std::ranges::copy_if(outcomes, std::back_inserter(found), [&](const Outcome& o) { return o.arm == arm; });
    return found;
}

std::string scoresText(const std::vector<Outcome>& outcomes)
{
    std::string text;
    for (std::size_t layer = 0; !outcomes.empty() && layer < outcomes.front().layers.size(); ++layer) {
        std::vector<double> scores;
        for (const Outcome& o : outcomes) { scores.push_back(o.layers[layer].scoreNonzero); }
        text += (text.empty() ? "" : ", ") + run::fixed(meanOf(scores), 2);
    }
    return text;
}

} // namespace gridscope::experiment
