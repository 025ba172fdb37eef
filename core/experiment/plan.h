// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment will run, asked of itself beforehand, and how long that takes.
// Threads: the caller's.
#pragma once

#include "core/experiment/report.h"

#include <functional>

namespace gridscope::experiment {

// An experiment with its settings and seeds: asks for its arms one after the other and says what came out. Asking trains nothing of
// its own and may be done as often as one likes: to count the arms, to find those that could be trained now, and for the result.
using Experiment = std::function<Report(const RunOne&)>;

// Its arms in their order. `known` has the outcomes that are there, empty for others. An arm whose settings depend on one that is
// not there yet comes with settings that stand for them; name, seed and number of steps are the right ones.
std::vector<Arm> armsOf(const Experiment& experiment, const RunOne& known);

std::int64_t stepsOf(const run::RunConfig& config); // float and quantized

// How long the rest takes, from the runs that have ended since the program began.
class Pace {
public:
    void ran(std::int64_t steps, double seconds);
    // Nothing is known before the first run has ended. `atOnce`: how many runs are trained at the same time.
    std::optional<double> secondsFor(std::int64_t steps, std::size_t atOnce) const;

private:
    std::int64_t steps_ = 0;
    double seconds_ = 0;
};

} // namespace gridscope::experiment
