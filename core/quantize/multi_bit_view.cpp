// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/multi_bit_view.h"

#include <algorithm>
#include <cmath>

namespace gridscope::quantize {

namespace {

// The mean distance of neighbours in those groups that have some.
double meanSpacing(const std::vector<std::vector<float>>& points)
{
    double sum = 0;
    std::size_t groups = 0;
    for (const auto& all : points) {
        if (all.size() < 2) { continue; }
        sum += (double(all.back()) - double(all.front())) / double(all.size() - 1);
        ++groups;
    }
    const double mean = groups > 0 ? sum / double(groups) : 0;
    return mean > 0 && std::isfinite(mean) ? mean : 1;
}

// How far from point `at`, in shares of the distance to the next one on that side: inside of +-1/2 between two points.
double shareBeyond(const std::vector<float>& points, std::size_t at, double weight)
{
    constexpr double inside = 0.499999; // stays in its own column
    const double away = weight - double(points[at]);
    const bool isOutermost = away < 0 ? at == 0 : at + 1 == points.size();
    const std::size_t low = (away < 0) == isOutermost ? at : at - 1;
    const double distance = double(points[low + 1]) - double(points[low]);
    if (!(distance > 0)) { return 0; }
    const double share = away / distance;
    return isOutermost ? share : std::clamp(share, -inside, inside);
}

std::size_t nearestPoint(const std::vector<float>& points, float weight)
{
    const auto above = std::ranges::lower_bound(points, weight);
    if (above == points.begin()) { return 0; }
    const auto at = std::size_t(above - points.begin());
    if (at == points.size()) { return at - 1; }
    return weight - points[at - 1] < points[at] - weight ? at - 1 : at;
}

double columnOf(const std::vector<float>& points, float weight)
{
    if (points.size() < 2) { return weight == weight ? 0 : double(weight); }
    if (std::isnan(weight) || std::isnan(points.back())) { return std::nan(""); }
    const std::size_t at = nearestPoint(points, weight);
    const double fromMiddle = double(at) - double(points.size()) / 2;
    return (fromMiddle < 0 ? fromMiddle : fromMiddle + 1) + shareBeyond(points, at, double(weight));
}

} // namespace

EvenPlaces evenPlaces(const MultiBit& form, std::span<const float> latent)
{
    std::vector<std::vector<float>> points;
    for (std::size_t g = 0; g < form.live.size(); ++g) { points.push_back(reachableValues(form, g)); }
    EvenPlaces all{std::vector<float>(latent.size()), meanSpacing(points), 1 << std::max(0, form.slots - 1)};
    for (std::size_t i = 0; i < latent.size(); ++i) {
        all.values[i] = float(all.step * columnOf(points[i / form.grouping.members], latent[i]));
    }
    return all;
}

double GroupCounts::emptyShare() const
{
    std::int64_t all = 0;
    for (const std::int64_t count : withBits) { all += count; }
    return all > 0 ? double(withBits[0]) / double(all) : 0;
}

GroupCounts groupCounts(const MultiBit& form)
{
    GroupCounts counts{std::vector<std::int64_t>(std::size_t(form.slots) + 1, 0)};
    for (std::size_t g = 0; g < form.live.size(); ++g) { ++counts.withBits[std::size_t(form.bits(g))]; }
    return counts;
}

} // namespace gridscope::quantize
