// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/collapse.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

double fullestShare(const LayerState& state)
{
    std::uint64_t all = 0;
    std::uint64_t most = 0;
    for (const std::uint32_t count : state.counts) {
        all += count;
        most = std::max<std::uint64_t>(most, count);
    }
    return all > 0 ? double(most) / double(all) : 0;
}

bool isCollapsed(const LayerState& state, bool quantized)
{
    return quantized && state.kind() == LayerState::Kind::Quantized && fullestShare(state) >= collapsedShare;
}

Collapse collapseOf(const Snapshot& snapshot)
{
    Collapse collapse;
    for (const LayerState& state : snapshot.layers) {
        if (!snapshot.quantized || state.kind() != LayerState::Kind::Quantized) { continue; }
        ++collapse.layers;
        collapse.collapsed += isCollapsed(state, true) ? 1 : 0;
    }
    return collapse;
}

int classesOf(const Start& start)
{
    const bool isKnown = !start.layers.empty() && !start.layers.back().shape.empty();
    return isKnown ? int(std::clamp<std::int64_t>(start.layers.back().shape.front(), 0, 1'000'000)) : 0;
}

constexpr double deviations = 3; // one of a thousand guessing networks is taken for one that has learned

bool isGuessing(double accuracy, int classes, std::int64_t samples)
{
    if (classes < 2 || samples < 1 || !std::isfinite(accuracy)) { return false; }
    const double chance = 1.0 / classes;
    return accuracy <= chance + deviations * std::sqrt(chance * (1 - chance) / double(samples));
}

bool isGuessing(const History& history, std::string_view set, std::int64_t step)
{
    const Evaluation* evaluation = history.hasStarted() ? history.evaluationAt(set, step) : nullptr;
    return evaluation != nullptr && evaluation->quantized
           && isGuessing(evaluation->quantized->accuracy, classesOf(history.start()), evaluation->samples);
}

} // namespace gridscope::run
