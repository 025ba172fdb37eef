// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/one_weight.h"

#include "core/method/methods.h"
#include "core/quantize/cpq.h"
#include "core/quantize/expected_value.h"
#include "core/quantize/level_probabilities.h"
#include "core/quantize/ste.h"
#include "core/settings/settings.h"

#include <limits>

namespace gridscope::ui {

Backward backwardOf(const run::RunConfig& config)
{
    using enum quantize::Estimator;
    switch (run::methodOf(config).traits.estimator) {
    case Centred: return Backward::Centred;
    case ExpectedValue: return Backward::ExpectedValue;
    case Plain:
    case LearnedStep: return Backward::Plain;
    case FullPrecision:
    case MaxAbs: return Backward::Identity;
    case Relaxed:
    case RelaxedStraightThrough: return Backward::Random;
    case MultiClass: break;
    }
    return Backward::MultiClass;
}

bool canBeLookedAt(const run::LayerState& state, std::size_t index)
{
    constexpr double mostApart = 1e12; // beyond, one of two numbers is lost beside the other
    if (!run::hasGrid(state) || !run::levelsOf(state).hasWholeCodes() || index >= state.followed.size()) {
        return false;
    }
    const double noise = state.sigma / state.alpha;
    const double cells = std::abs(static_cast<double>(state.followed[index])) / state.alpha;
    return noise >= 1 / mostApart && noise <= mostApart && cells <= mostApart;
}

OneWeight oneWeight(const run::History& history, const run::SnapshotPtr& snapshot, const run::SnapshotPtr& previous,
                    std::size_t layer, std::size_t index)
{
    const run::LayerState& state = snapshot->layers.at(layer);
    OneWeight one;
    one.index = index;
    one.step = snapshot->step;
    one.weight = static_cast<double>(state.followed.at(index));
    if (previous && layer < previous->layers.size() && index < previous->layers[layer].followed.size()) {
        const auto before = static_cast<double>(previous->layers[layer].followed[index]);
        one.before = std::isfinite(before) ? std::optional(before) : std::nullopt;
        one.beforeStep = previous->step;
    }
    one.alpha = state.alpha;
    one.sigma = state.sigma;
    one.grid = {state.low, state.high};
    one.backward = backwardOf(run::settingsAt(history, snapshot->step));
    one.code = quantize::nearestCode(one.weight, one.alpha, one.grid);
    if (one.hasNoise()) {
        one.probabilities = quantize::levelProbabilities(one.weight, one.alpha, one.sigma, one.grid);
    } else {
        one.probabilities.assign(std::size_t(one.grid.points()), 0);
        one.probabilities[std::size_t(one.code - one.grid.low)] = 1;
    }
    return one;
}

double OneWeight::chosenSlope() const
{
    if (!hasNoise()) { return 0; }
    const auto chosen = quantize::MultiClassEstimator<double>(alpha, sigma, grid).chosen(weight);
    return chosen.probability * chosen.logarithmic.x;
}

double OneWeight::mean() const
{
    double sum = 0;
    for (int n = grid.low; n <= grid.high; ++n) { sum += probability(n) * point(n); }
    return sum;
}

double OneWeight::noiseDensity(double value) const { return quantize::logisticDensity(value - weight, sigma); }

double OneWeight::gradientFactor(double at) const
{
    using quantize::MultiClassEstimator, quantize::Origin;
    switch (backward) {
    case Backward::MultiClass: return MultiClassEstimator<double>(alpha, sigma, grid).gradient(at).x;
    case Backward::Centred: return MultiClassEstimator<double>(alpha, sigma, grid, Origin::Value).gradient(at).x;
    case Backward::ExpectedValue: return quantize::ExpectedValueEstimator<double>(alpha, sigma, grid).gradient(at).x;
    case Backward::Plain: return quantize::PlainEstimator<double>(alpha, grid).gradient(at).x;
    case Backward::Identity: return 1;
    case Backward::Random: break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace gridscope::ui
