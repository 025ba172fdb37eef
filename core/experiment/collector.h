// SPDX-License-Identifier: GPL-3.0-or-later
// What all experiments do: run arms, collect their outcomes, word what they say.
#pragma once

#include "core/experiment/report.h"
#include "core/experiment/statistics.h"

namespace gridscope::experiment {

// The settings of an arm at a seed, which trains a float network of its own.
run::RunConfig withSeed(run::RunConfig config, std::int64_t seed);
std::vector<Outcome> of(const std::vector<Outcome>& outcomes, const std::string& arm);
inline double meanOf(const std::vector<double>& values) { return spreadOf(values).mean; }
// The scores of every layer, mean over seeds: "0.74, 0.68, 0.43, 0.58".
std::string scoresText(const std::vector<Outcome>& outcomes);

class Collector {
public:
    Collector(Report& report, const RunOne& run) : report_(report), run_(run) {}
    // nullptr: not there yet. One that failed has its failure.
    const Outcome* add(const Arm& arm)
    {
        auto outcome = run_(arm);
        if (!outcome) {
            ++report_.missing;
            return nullptr;
        }
        auto& those = outcome->failure ? report_.failed : report_.outcomes;
        those.push_back(std::move(*outcome));
        return &those.back();
    }

private:
    Report& report_;
    const RunOne& run_;
};

} // namespace gridscope::experiment
