// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/curves.h"

#include "core/base/whole.h"
#include "core/run/collapse.h"
#include "core/run/levels.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gridscope::run {

namespace {

// Right behind it, so that nothing is known from there on.
Point gapAfter(const Point& point)
{
    return {std::nextafter(point.x, std::numeric_limits<double>::infinity()), std::nan("")};
}

bool isFinite(const Point& point) { return std::isfinite(point.x) && std::isfinite(point.y); }

// The extremes of one pixel column, given out in the order they came: a step line has two points at one x.
struct Column {
    explicit Column(const Point& first) : low(first), high(first) {}
    Point low;
    Point high;
    bool lowFirst = true;
    void add(const Point& point)
    {
        if (point.y < low.y) {
            low = point;
            lowFirst = false;
        }
        if (point.y > high.y) {
            high = point;
            lowFirst = true;
        }
    }
    void appendTo(Curve& curve) const
    {
        curve.push_back(lowFirst ? low : high);
        if (low.x != high.x || low.y != high.y) { curve.push_back(lowFirst ? high : low); }
    }
};

const std::optional<Score>& scoreOf(const Evaluation& evaluation, Weights weights)
{
    switch (weights) {
    case Weights::Quantized: return evaluation.quantized;
    case Weights::Latent: return evaluation.latent;
    case Weights::FloatStart: break;
    }
    return evaluation.floatStart;
}

double clusteringOf(const Snapshot& snapshot, const LayerState& state, Clustering what)
{
    const bool isInForce = snapshot.quantized && state.isQuantized();
    if (!isInForce) { return std::nan(""); } // what a grid would make of it is no score of this layer
    if (what == Clustering::ZeroShare) { return levelsOf(state).hasZero() ? state.zeroShare : std::nan(""); }
    if (isCollapsed(state, true)) { return std::nan(""); }
    return what == Clustering::Score ? state.score : state.scoreNonzero;
}

} // namespace

Curve thinned(std::span<const Point> points, int columns)
{
    const auto first = std::ranges::find_if(points, isFinite);
    if (first == points.end()) { return {}; }
    double lastX = first->x;
    for (const Point& point : points) {
        if (isFinite(point)) { lastX = point.x; }
    }
    const int last = std::max(columns, 1) - 1;
    const double scale = lastX > first->x ? (last + 1) / (lastX - first->x) : 0;
    Curve curve;
    Column column(*first);
    int current = 0;
    for (const Point& point : points) {
        if (!isFinite(point)) { continue; }
        const int index = wholeIn((point.x - first->x) * scale, 0, last);
        if (index != current) {
            column.appendTo(curve);
            column = Column(point);
            current = index;
        }
        column.add(point);
    }
    column.appendTo(curve);
    return curve;
}

Curve withGaps(Curve curve, double longest)
{
    const auto isGap = [longest](const Point& a, const Point& b) { return b.x - a.x > longest; };
    if (std::ranges::adjacent_find(curve, isGap) == curve.end()) {
        return curve;
    } // nearly always; a long run has many points
    Curve broken;
    broken.reserve(curve.size());
    for (const Point& point : curve) {
        if (!broken.empty() && point.x - broken.back().x > longest) { broken.push_back(gapAfter(broken.back())); }
        broken.push_back(point);
    }
    return broken;
}

Curve lossCurve(std::span<const Step> steps)
{
    Curve points;
    points.reserve(steps.size());
    for (const Step& step : steps) { points.push_back({double(step.index), step.trainLoss}); }
    return points;
}

Curve lossCurve(std::span<const Step> steps, int columns) { return thinned(lossCurve(steps), columns); }

Curve smoothedLossCurve(std::span<const Step> steps, double weight, int columns)
{
    return thinned(smoothedLossCurve(steps, weight), columns);
}

Curve smoothedLossCurve(std::span<const Step> steps, double weight)
{
    const double past = std::clamp(weight, 0.0, 0.99999);
    Curve points;
    points.reserve(steps.size());
    double sum = 0;
    double pastShare = 1; // of the sum still made up by its initial zero
    std::int64_t previous = steps.empty() ? 0 : steps.front().index - 1;
    for (const Step& step : steps) {
        const std::int64_t apart = step.index - std::exchange(previous, step.index);
        if (!std::isfinite(step.trainLoss)) { continue; }
        const double own =
            apart == 1 ? past : std::pow(past, double(apart)); // it stands for those that were thinned away, too
        sum = own * sum + (1 - own) * step.trainLoss;
        pastShare *= own;
        points.push_back({double(step.index), sum / (1 - pastShare)});
    }
    return points;
}

Curve accuracyCurve(std::span<const Evaluation> evaluations, std::string_view set, Weights weights)
{
    Curve curve;
    for (const Evaluation& evaluation : evaluations) {
        if (evaluation.set != set) { continue; }
        const auto& score = scoreOf(evaluation, weights);
        const bool isLevel = weights == Weights::FloatStart && !curve.empty(); // told once, holds for the whole run
        const double accuracy = score ? score->accuracy : isLevel ? curve.front().y : std::nan("");
        if (std::isfinite(accuracy)) { curve.push_back({double(evaluation.step), accuracy}); }
    }
    return curve;
}

Curve bitsCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer, std::int64_t longestStretch)
{
    Curve curve;
    const double longest = double(longestStretch);
    for (const SnapshotPtr& snapshot : snapshots) {
        if (layer >= snapshot->layers.size() || !snapshot->layers[layer].isQuantized()) { continue; }
        const Point point{double(snapshot->step), snapshot->layers[layer].bits};
        if (!curve.empty() && point.x - curve.back().x > longest) { // what the bits were in between is not known
            curve.push_back(gapAfter(curve.back()));
            curve.push_back(point);
            continue;
        }
        const bool goesOn = curve.size() > 1 && curve.back().y == point.y && curve[curve.size() - 2].y == point.y;
        if (goesOn) {
            curve.back().x = point.x;
            continue;
        }
        if (!curve.empty() && curve.back().y != point.y) { curve.push_back({point.x, curve.back().y}); }
        curve.push_back(point);
    }
    return curve;
}

Curve clusterCurve(std::span<const SnapshotPtr> snapshots, std::size_t layer, Clustering what,
                   std::int64_t longestStretch)
{
    Curve curve;
    for (const SnapshotPtr& snapshot : snapshots) {
        if (layer >= snapshot->layers.size()) { continue; }
        curve.push_back({double(snapshot->step), clusteringOf(*snapshot, snapshot->layers[layer], what)});
    }
    return withGaps(std::move(curve), double(longestStretch));
}

Curve extraCurve(std::span<const SnapshotPtr> snapshots, std::string_view name, std::string_view layer,
                 std::int64_t longestStretch)
{
    Curve curve;
    for (const SnapshotPtr& snapshot : snapshots) {
        const Extra* extra = snapshot->extra(name, layer);
        if (extra == nullptr || extra->values.size() != 1) { continue; }
        curve.push_back({double(snapshot->step), double(extra->values.front())});
    }
    return withGaps(std::move(curve), double(longestStretch));
}

} // namespace gridscope::run
