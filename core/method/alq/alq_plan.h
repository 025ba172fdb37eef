// SPDX-License-Identifier: GPL-3.0-or-later
// What adaptive loss-aware quantization does when, and which weights it takes together: both from the settings alone.
// Source : Qu et al., CVPR 2020; alq.md sections 1 and 6.
#pragma once

#include "core/config/networks.h"
#include "core/method/method_info.h"

#include <span>

namespace gridscope::run {

struct AlqPhase {
    enum class Kind { Bases, Coordinates, Pruning, Floats };
    Kind kind = Kind::Bases;
    std::int64_t first = 1; // its first step
    std::int64_t steps = 0; // at least one
    // The learning rate runs over both kinds of steps of a round, and pruning has what is left then.
    std::int64_t rateFirst = 1;
    std::int64_t rateSteps = 0;
    std::int64_t last() const { return first + steps - 1; }
};
// One after the other from step 1 to the last; those without steps are left out.
std::vector<AlqPhase> alqPhases(const RunConfig& config);
AlqPhase alqPhaseAt(const RunConfig& config, std::int64_t step);
std::string_view alqName(AlqPhase::Kind kind); // "pruning"
double alqRate(const RunConfig& config, const AlqPhase& phase, std::int64_t step);

// One step of pruning: of each layer's coordinates a share competes, and of those that do a share goes.
struct AlqPruning {
    double compete = 0;
    double go = 0;
};
// Over a phase about 1 - exp(-pruned share) go. Where a phase is too short for the wanted share, more compete.
AlqPruning alqPruning(const RunConfig& config, const AlqPhase& phase);

struct AlqGroups {
    std::string structure; // "channel", "kernel", "pixel"; "pieces": of a row
    int pieces = 1;        // the most up to the setting that divide the row
};
AlqGroups alqGroups(const RunConfig& config, std::span<const LayerDescription> layers, std::size_t layer);

double alqDecay(const RunConfig& config);
std::int64_t alqOpened(const RunConfig& config); // the group to look into, from 0

} // namespace gridscope::run
