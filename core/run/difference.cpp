// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/difference.h"

#include "core/run/levels.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gridscope::run {

namespace {

// A histogram as shares of all weights, with the edges of its bins in weight units.
class Shares {
public:
    explicit Shares(const LayerState& state) : state_(state), levels_(levelsOf(state))
    {
        total_ = double(state.below) + double(state.above);
        for (const std::uint32_t count : state.histogram) { total_ += count; }
    }
    bool isKnown() const { return total_ > 0 && !state_.histogram.empty() && levels_.isDrawable(); }
    std::size_t bins() const { return state_.histogram.size(); }
    double edge(std::size_t bin) const { return levels_.binEdge(int(bin), state_.binsPerCell); }
    double density(std::size_t bin) const { return state_.histogram[bin] / total_ / (edge(bin + 1) - edge(bin)); }
    double below() const { return double(state_.below) / total_; }
    double above() const { return double(state_.above) / total_; }

private:
    const LayerState& state_;
    Levels levels_;
    double total_ = 0;
};

// Walks over the bins of one of them; outside its density is 0.
class Walk {
public:
    explicit Walk(const Shares& shares) : shares_(shares) {}
    double nextEdge(double from)
    {
        while (next_ <= shares_.bins() && shares_.edge(next_) <= from) { ++next_; }
        return next_ <= shares_.bins() ? shares_.edge(next_) : std::numeric_limits<double>::infinity();
    }
    double density() const { return next_ == 0 || next_ > shares_.bins() ? 0 : shares_.density(next_ - 1); }

private:
    const Shares& shares_;
    std::size_t next_ = 0; // edge
};

} // namespace

double latentDistance(const LayerState& a, const LayerState& b)
{
    const Shares sharesA(a), sharesB(b);
    if (!sharesA.isKnown() || !sharesB.isKnown()) { return std::numeric_limits<double>::quiet_NaN(); }
    Walk walkA(sharesA), walkB(sharesB);
    double sum = std::abs(sharesA.below() - sharesB.below()) + std::abs(sharesA.above() - sharesB.above());
    double at = std::min(sharesA.edge(0), sharesB.edge(0));
    for (;;) {
        const double next = std::min(walkA.nextEdge(at), walkB.nextEdge(at));
        if (!std::isfinite(next)) { break; }
        sum += std::abs(walkA.density() - walkB.density()) * (next - at);
        at = next;
    }
    return std::isnan(sum) ? sum : std::min(1.0, sum / 2);
}

Differences differences(const History& a, const History& b, std::size_t layer)
{
    // Both keep multiples of half their longest stretch, so they meet at the common multiples.
    const std::int64_t longest = 2 * std::lcm(a.longestStretch() / 2, b.longestStretch() / 2);
    return differences(a.snapshots(), b.snapshots(), layer, longest);
}

Differences differences(std::span<const SnapshotPtr> a, std::span<const SnapshotPtr> b, std::size_t layer,
                        std::int64_t longestStretch)
{
    Differences result;
    auto other = b.begin();
    for (const SnapshotPtr& snapshot : a) {
        other =
            std::ranges::lower_bound(other, b.end(), snapshot->step, {}, [](const SnapshotPtr& s) { return s->step; });
        if (other == b.end()) { break; }
        const bool isPair =
            (*other)->step == snapshot->step && layer < snapshot->layers.size() && layer < (*other)->layers.size();
        if (!isPair) { continue; }
        const LayerState& ours = snapshot->layers[layer];
        const LayerState& theirs = (*other)->layers[layer];
        const auto step = double(snapshot->step);
        result.score.push_back({step, theirs.scoreNonzero - ours.scoreNonzero});
        result.distance.push_back({step, latentDistance(ours, theirs)});
    }
    result.score = withGaps(std::move(result.score), double(longestStretch));
    result.distance = withGaps(std::move(result.distance), double(longestStretch));
    return result;
}

} // namespace gridscope::run
