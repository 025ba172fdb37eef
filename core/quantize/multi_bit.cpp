// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/multi_bit.h"

#include "core/quantize/small_solve.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

namespace gridscope::quantize {

namespace {

constexpr double energyLeft = 1e-6;    // of the group, with which a sketch is good enough
constexpr double roundingLeft = 1e-12; // of its largest weight, what a difference of equal numbers may leave

double energyOf(std::span<const double> values)
{
    return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

// The greedy sketch of one group while it grows.
class Growing {
public:
    explicit Growing(std::span<const float> weights) : weights_(weights.begin(), weights.end()), residual_(weights_)
    {
        for (const double w : weights_) { largest_ = std::max(largest_, std::abs(w)); }
    }

    // False when signs of the residual lie within the span of those that are there.
    bool addBasis()
    {
        bases_.emplace_back(weights_.size());
        std::ranges::transform(residual_, bases_.back().begin(), [](double r) { return r < 0 ? -1.0 : 1.0; });
        if (solve()) { return true; }
        bases_.pop_back();
        return false;
    }
    double residualEnergy() const { return energyOf(residual_); }
    Sketch result() const;

private:
    bool solve();

    std::vector<double> weights_;
    std::vector<double> residual_;
    double largest_ = 0;
    std::vector<std::vector<double>> bases_;
    std::vector<double> alpha_;
};

bool Growing::solve()
{
    const std::size_t n = bases_.size();
    SmallSystem system(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            system.at(i, j) = std::inner_product(bases_[i].begin(), bases_[i].end(), bases_[j].begin(), 0.0);
        }
        system.right[i] = std::inner_product(bases_[i].begin(), bases_[i].end(), weights_.begin(), 0.0);
    }
    const double leastPivot = 1e-9 * double(weights_.size());
    if (!system.solve(leastPivot)) { return false; }
    alpha_.assign(system.right.begin(), system.right.begin() + std::ptrdiff_t(n));
    for (std::size_t m = 0; m < weights_.size(); ++m) {
        double value = 0;
        for (std::size_t i = 0; i < n; ++i) { value += bases_[i][m] * alpha_[i]; }
        const double left = weights_[m] - value;
        residual_[m] =
            std::abs(left) > roundingLeft * largest_ ? left : 0; // its sign would be that of a rounding error
    }
    return true;
}

Sketch Growing::result() const
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < alpha_.size(); ++i) {
        if (float(alpha_[i]) != 0) { order.push_back(i); }
    }
    std::ranges::stable_sort(order, std::less<>(), [&](std::size_t i) { return std::abs(float(alpha_[i])); });
    Sketch all{{}, std::vector<std::uint8_t>(weights_.size(), 0)};
    for (const std::size_t i : order) {
        const auto bit = std::uint8_t(1U << all.alpha.size());
        for (std::size_t m = 0; m < weights_.size(); ++m) {
            if (bases_[i][m] * alpha_[i] > 0) { all.signs[m] |= bit; } // the basis is flipped with its coordinate
        }
        all.alpha.push_back(std::abs(float(alpha_[i])));
    }
    return all;
}

} // namespace

Grouping groupingOf(std::span<const std::int64_t> shape, Structure structure, std::size_t pieces)
{
    const auto out = std::size_t(shape[0]), in = std::size_t(shape[1]);
    const std::size_t kernel = shape.size() == 4 ? std::size_t(shape[2] * shape[3]) : 1;
    switch (structure) {
    case Structure::Kernelwise: return {out * in, kernel, 1};
    case Structure::Pixelwise: return {out * kernel, in, kernel};
    case Structure::Subchannelwise: return {out * pieces, in * kernel / pieces, 1};
    case Structure::Channelwise: break;
    }
    return {out, in * kernel, 1};
}

std::vector<float> inGroups(const Grouping& grouping, const float* tensor)
{
    std::vector<float> values(tensor, tensor + grouping.weights());
    if (grouping.stride == 1) { return values; }
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = tensor[grouping.place(i / grouping.members, i % grouping.members)];
    }
    return values;
}

void inPlaces(const Grouping& grouping, std::span<const float> values, float* tensor)
{
    if (grouping.stride == 1) {
        std::ranges::copy(values, tensor);
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        tensor[grouping.place(i / grouping.members, i % grouping.members)] = values[i];
    }
}

int MultiBit::bits(std::size_t group) const { return std::popcount(live[group]); }

int MultiBit::sign(std::size_t group, int slot, std::size_t member) const
{
    if (!isLive(group, slot)) { return 0; }
    return (signs[group * grouping.members + member] >> slot & 1) != 0 ? 1 : -1;
}

std::int64_t MultiBit::liveCount() const
{
    return std::accumulate(live.begin(), live.end(), std::int64_t(0),
                           [](std::int64_t sum, std::uint8_t mask) { return sum + std::popcount(mask); });
}

double MultiBit::averageBits() const { return live.empty() ? 0 : double(liveCount()) / double(live.size()); }

Patterns patternsOf(const MultiBit& form, std::size_t group)
{
    const auto alpha = form.coordinates(group);
    Patterns all;
    all.count = 1;
    all.signs[0] = 0;
    all.values[0] = 0;
    for (int slot = 0; slot < form.slots; ++slot) { // the values are added up slot by slot, whatever the pattern
        if (!form.isLive(group, slot)) { continue; }
        const float a = alpha[std::size_t(slot)];
        for (std::size_t i = 0; i < all.count; ++i) {
            all.signs[all.count + i] = std::uint8_t(all.signs[i] | 1U << slot);
            all.values[all.count + i] = all.values[i] + a;
            all.values[i] -= a;
        }
        all.count *= 2;
    }
    return all;
}

std::vector<float> reachableValues(const MultiBit& form, std::size_t group)
{
    const Patterns patterns = patternsOf(form, group);
    std::vector<float> values(patterns.values.begin(), patterns.values.begin() + std::ptrdiff_t(patterns.count));
    std::ranges::sort(values, [](float a, float b) { return a < b || (b != b && a == a); }); // NaN last
    return values;
}

Sketch sketchOf(std::span<const float> weights, int mostDimensions)
{
    Growing growing(weights);
    const double energy = growing.residualEnergy();
    if (!(energy > 0) || !std::isfinite(energy)) { return {{}, std::vector<std::uint8_t>(weights.size(), 0)}; }
    const int most = std::min({mostDimensions, mostBases, int(std::min(weights.size(), std::size_t(mostBases)))});
    for (int i = 0; i < most && growing.residualEnergy() >= energyLeft * energy; ++i) {
        if (!growing.addBasis()) { break; }
    }
    return growing.result();
}

MultiBit sketch(const Grouping& grouping, std::span<const float> weights, int slots)
{
    MultiBit form{grouping, slots, {}, std::vector<float>(grouping.groups * std::size_t(slots), 0), {}};
    form.signs.reserve(grouping.weights());
    for (std::size_t g = 0; g < grouping.groups; ++g) {
        const Sketch one = sketchOf(weights.subspan(g * grouping.members, grouping.members), slots);
        form.signs.insert(form.signs.end(), one.signs.begin(), one.signs.end());
        form.live.push_back(std::uint8_t((1U << one.alpha.size()) - 1));
        std::ranges::copy(one.alpha, form.coordinates(g).begin());
    }
    return form;
}

MultiBit noBases(const Grouping& grouping, int slots)
{
    return {grouping, slots, std::vector<std::uint8_t>(grouping.weights(), 0),
            std::vector<float>(grouping.groups * std::size_t(slots), 0), std::vector<std::uint8_t>(grouping.groups, 0)};
}

void keepToSlots(MultiBit& form)
{
    for (std::size_t g = 0; g < form.live.size(); ++g) {
        form.live[g] &= std::uint8_t((1U << form.slots) - 1);
        for (int slot = 0; slot < form.slots; ++slot) {
            if (!form.isLive(g, slot)) { form.coordinates(g)[std::size_t(slot)] = 0; }
        }
    }
    for (std::size_t m = 0; m < form.signs.size(); ++m) { form.signs[m] &= form.live[m / form.grouping.members]; }
}

std::vector<float> reconstructed(const MultiBit& form)
{
    std::vector<float> values(form.signs.size());
    std::array<float, mostPatterns> valueOf{};
    for (std::size_t g = 0; g < form.live.size(); ++g) {
        const Patterns patterns = patternsOf(form, g);
        for (std::size_t i = 0; i < patterns.count; ++i) { valueOf[patterns.signs[i]] = patterns.values[i]; }
        const std::size_t first = g * form.grouping.members;
        for (std::size_t m = first; m < first + form.grouping.members; ++m) { values[m] = valueOf[form.signs[m]]; }
    }
    return values;
}

void drop(MultiBit& form, std::size_t at)
{
    const std::size_t group = at / std::size_t(form.slots);
    const auto kept = std::uint8_t(~(1U << at % std::size_t(form.slots)));
    form.live[group] &= kept;
    form.alpha[at] = 0;
    const std::size_t first = group * form.grouping.members;
    for (std::size_t m = first; m < first + form.grouping.members; ++m) { form.signs[m] &= kept; }
}

Storage storageOf(const MultiBit& form)
{
    const std::int64_t live = form.liveCount();
    constexpr int coordinateBits = 32;
    return {live * std::int64_t(form.grouping.members), live * coordinateBits};
}

} // namespace gridscope::quantize
