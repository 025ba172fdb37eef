// SPDX-License-Identifier: GPL-3.0-or-later
// Curves for drawing. Thinned to the low and high of each pixel column, a chart never gets more points than it can show and
// never loses a spike. A point whose y is NaN is a gap: what is on both sides of it is not joined.
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
// A gap wherever two neighbours are further apart than `longest`.
Curve withGaps(Curve curve, double longest);
Curve lossCurve(std::span<const Step> steps);
Curve lossCurve(std::span<const Step> steps, int columns);
// Exponentially smoothed (weight 0..1 of the past, bias-corrected), then thinned.
Curve smoothedLossCurve(std::span<const Step> steps, double weight, int columns);
Curve smoothedLossCurve(std::span<const Step> steps, double weight);
enum class Weights { Quantized, Latent, FloatStart };
Curve accuracyCurve(std::span<const Evaluation> evaluations, std::string_view set, Weights weights);
// Corners of step lines, with a gap where snapshots are further apart than `longestStretch` (History).
Curve bitsCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer,
                std::int64_t longestStretch = std::numeric_limits<std::int64_t>::max());
enum class Clustering { Score, ScoreNonzero, ZeroShare };
// A point for each snapshot that has the layer. Not a number where no grid is in force or the grid has no zero (of the share),
// and where the layer has collapsed (of the scores, collapse.h). Gaps as in bitsCurve.
Curve clusterCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer, Clustering what,
                   std::int64_t longestStretch = std::numeric_limits<std::int64_t>::max());
// A point for each snapshot in which a method tells one value of that name. Gaps as in bitsCurve.
Curve extraCurve(std::span<const SnapshotPtr> snapshots, std::string_view name, std::string_view layer,
                 std::int64_t longestStretch = std::numeric_limits<std::int64_t>::max());

} // namespace gridscope::run
