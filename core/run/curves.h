// SPDX-License-Identifier: GPL-3.0-or-later
// Curves for drawing: thinned to the low and high of each pixel column, so that a chart never gets more points than it
// can show and never loses a spike.
#pragma once

#include "core/run/history.h"

namespace gridscope::run {

struct Point {
    double x = 0;
    double y = 0;
};
using Curve = std::vector<Point>;

// At most two points per column; x ascending. Points that are NaN are left out.
Curve thinned(std::span<const Point> points, int columns);
Curve lossCurve(std::span<const Step> steps, int columns);
// Exponentially smoothed (weight 0..1 of the past, bias-corrected), then thinned.
Curve smoothedLossCurve(std::span<const Step> steps, double weight, int columns);
enum class Weights { Quantized, Latent, FloatStart };
Curve accuracyCurve(std::span<const Evaluation> evaluations, std::string_view set, Weights weights);
Curve bitsCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer);   // corners of step lines
Curve scoreCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer, int columns);

} // namespace gridscope::run
