// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/alq/alq_plan.h"

#include "core/method/alq/alq_fields.h"
#include "core/run/schedule.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

using namespace alq_fields;

namespace {

struct Part {
    AlqPhase::Kind kind;
    double length;
    int round; // whose rate it has
};

std::vector<Part> partsOf(const RunConfig& c)
{
    using enum AlqPhase::Kind;
    std::vector<Part> parts;
    const int all = int(ownNumber(c, rounds));
    for (int round = 0; round < all; ++round) {
        parts.push_back({Bases, ownNumber(c, basisShare), round});
        parts.push_back({Coordinates, ownNumber(c, coordinateShare), round});
        parts.push_back({Pruning, ownNumber(c, pruningShare), round});
    }
    parts.push_back({Floats, ownNumber(c, floatShare), all});
    parts.push_back({Coordinates, ownNumber(c, lastShare), all});
    return parts;
}

// The steps over which a round's rate runs: those of its phases but for pruning.
void tellRates(std::vector<AlqPhase>& phases, const std::vector<int>& rounds)
{
    for (std::size_t i = 0; i < phases.size(); ++i) {
        phases[i].rateFirst = phases[i].first;
        for (std::size_t j = 0; j < phases.size(); ++j) {
            if (rounds[j] != rounds[i] || phases[j].kind == AlqPhase::Kind::Pruning) { continue; }
            phases[i].rateFirst = std::min(phases[i].rateFirst, phases[j].first);
            phases[i].rateSteps += phases[j].steps;
        }
    }
}

} // namespace

std::vector<AlqPhase> alqPhases(const RunConfig& config)
{
    const std::vector<Part> parts = partsOf(config);
    double whole = 0;
    for (const Part& part : parts) { whole += part.length; }
    std::vector<AlqPhase> phases;
    std::vector<int> roundsOf;
    double before = 0;
    std::int64_t done = 0;
    for (const Part& part : parts) {
        before += part.length;
        const auto end = std::int64_t(std::llround(double(config.steps) * (whole > 0 ? before / whole : 1)));
        if (end <= done) { continue; }
        phases.push_back({part.kind, done + 1, end - done, 1, 0});
        roundsOf.push_back(part.round);
        done = end;
    }
    tellRates(phases, roundsOf);
    return phases;
}

AlqPhase alqPhaseAt(const RunConfig& config, std::int64_t step)
{
    AlqPhase at;
    for (const AlqPhase& phase : alqPhases(config)) {
        if (phase.first <= std::max<std::int64_t>(step, 1)) { at = phase; }
    }
    return at;
}

std::string_view alqName(AlqPhase::Kind kind)
{
    switch (kind) {
    case AlqPhase::Kind::Bases: return "steps on bases";
    case AlqPhase::Kind::Coordinates: return "steps on coordinates";
    case AlqPhase::Kind::Pruning: return "pruning";
    case AlqPhase::Kind::Floats: break;
    }
    return "straight-through steps";
}

double alqRate(const RunConfig& config, const AlqPhase& phase, std::int64_t step)
{
    const std::int64_t total = std::max<std::int64_t>(phase.rateSteps, 1);
    return config.learningRate
           * train::scheduleShare(config, std::clamp<std::int64_t>(step - phase.rateFirst, 0, total - 1), total);
}

AlqPruning alqPruning(const RunConfig& config, const AlqPhase& phase)
{
    const double each = ownNumber(config, prunedShare) / double(phase.steps);
    const double compete = std::min(1.0, std::max(ownNumber(config, topShare), each));
    return {compete, compete > 0 ? std::min(1.0, each / compete) : 0};
}

AlqGroups alqGroups(const RunConfig& config, std::span<const LayerDescription> layers, std::size_t layer)
{
    const LayerDescription& it = layers[layer];
    if (it.isConvolution()) { return {ownText(config, layer == 0 ? firstConvolution : convolution), 1}; }
    const bool isFirst = layer == 0 || layers[layer - 1].isConvolution();
    const Field& field = layer + 1 == layers.size() ? lastPieces : isFirst ? firstPieces : pieces;
    auto count = int(ownNumber(config, field));
    while (it.shape[1] % count != 0) { --count; }
    return {"pieces", count};
}

double alqDecay(const RunConfig& config) { return ownNumber(config, decay); }

std::int64_t alqOpened(const RunConfig& config) { return std::int64_t(ownNumber(config, opened)); }

} // namespace gridscope::run
