// SPDX-License-Identifier: GPL-3.0-or-later
// One latent weight under the microscope: what its quantizer makes of it, by the equations of core/quantize/.
// Units  : weights and alpha, sigma in weight units; the gradient factor is d w_hat / d w, without unit.
// Masks of DropBits are left out: the grid is the one in force at that snapshot. Its points must be whole multiples of alpha.
#pragma once

#include "core/kernels/grid.h"
#include "core/run/history.h"
#include "core/run/levels.h"

#include <optional>
#include <vector>

namespace gridscope::ui {

// How a method's gradient gets back through the rounding, as far as a picture tells them apart.
enum class Backward {
    MultiClass,
    Centred, // MultiClass from the weight itself
    ExpectedValue,
    Plain,    // 1 inside the grid
    Identity, // 1 everywhere
    Random    // depends on the noise drawn, so there is no curve
};

struct OneWeight {
    std::size_t index = 0; // of LayerState::followed
    std::int64_t step = 0;
    double weight = 0;            // w
    std::optional<double> before; // at the previous snapshot
    std::int64_t beforeStep = 0;
    double alpha = 0;
    double sigma = 0;
    quantize::Grid grid;
    Backward backward = Backward::MultiClass;
    int code = 0;                      // n*
    std::vector<double> probabilities; // r_n for n = low .. high; 1 for n* where the method knows no noise

    double point(int n) const { return levels().point(n - grid.low); }   // g_n
    double border(int n) const { return levels().border(n - grid.low); } // below it
    double cell() const { return alpha; }                                // a cell's width
    bool hasNoise() const { return backward != Backward::Plain && backward != Backward::Identity; }
    run::Levels levels() const { return run::Levels::uniform(alpha, grid.low, grid.high); }
    double probability(int n) const { return probabilities.at(std::size_t(n - grid.low)); }
    double chosenSlope() const;                 // d r_n* / d w; 0 without noise
    double mean() const;                        // sum_n r_n g_n
    double noiseDensity(double value) const;    // of the noise around w, per weight unit
    double gradientFactor(double weight) const; // NaN where it depends on chance
};

Backward backwardOf(const run::RunConfig& config);
// Whether the equations say anything of that followed weight. Training that explodes leaves numbers that they do not hold for,
// and there are grids of other points.
bool canBeLookedAt(const run::LayerState& state, std::size_t index);
// As of `snapshot` of that run, whose layer is quantized and follows that weight; `previous` may be empty.
OneWeight oneWeight(const run::History& history, const run::SnapshotPtr& snapshot, const run::SnapshotPtr& previous,
                    std::size_t layer, std::size_t index);

} // namespace gridscope::ui
