// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/multi_bit_steps.h"

#include "core/quantize/small_solve.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>

namespace gridscope::quantize {

namespace {

constexpr double ridge = 1e-6;

using Sums = std::array<double, mostPatterns>; // by the signs of a weight

// All members of a group with equal signs as one: their number of operations does not grow with the bases.
template <typename Value>
void addBySigns(const MultiBit& form, std::size_t group, Sums& sums, Value value)
{
    const std::size_t first = group * form.grouping.members;
    for (std::size_t m = first; m < first + form.grouping.members; ++m) { sums[form.signs[m]] += value(m); }
}

double signOf(std::uint8_t signs, int slot) { return (signs >> slot & 1) != 0 ? 1 : -1; }

// The nearest value of each of `count` targets, a block at a time so that the loops over members are wide.
void nearest(const Patterns& patterns, const float* target, std::size_t count, std::uint8_t* signs)
{
    constexpr std::size_t block = 64;
    float distance[block];
    std::int32_t chosen[block];
    for (std::size_t first = 0; first < count; first += block) {
        const std::size_t size = std::min(block, count - first);
        const float* t = target + first;
        for (std::size_t m = 0; m < size; ++m) {
            distance[m] = std::abs(t[m] - patterns.values[0]);
            chosen[m] = patterns.signs[0];
        }
        for (std::size_t i = 1; i < patterns.count; ++i) {
            const float value = patterns.values[i];
            const std::int32_t pattern = patterns.signs[i];
            for (std::size_t m = 0; m < size; ++m) {
                const float d = std::abs(t[m] - value);
                const bool isNearer = d < distance[m];
                distance[m] = isNearer ? d : distance[m];
                chosen[m] = isNearer ? pattern : chosen[m];
            }
        }
        for (std::size_t m = 0; m < size; ++m) { signs[first + m] = std::uint8_t(chosen[m]); }
    }
}

std::vector<int> liveSlots(const MultiBit& form, std::size_t group)
{
    std::vector<int> slots;
    for (int slot = 0; slot < form.slots; ++slot) {
        if (form.isLive(group, slot)) { slots.push_back(slot); }
    }
    return slots;
}

// (B H B^T + ridge) alpha = B H w*, of the live coordinates alone.
SmallSystem normalEquations(const Patterns& patterns, const std::vector<int>& slots, const Sums& curvature,
                            const Sums& pull)
{
    SmallSystem system(slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
        for (std::size_t k = 0; k < patterns.count; ++k) {
            const std::uint8_t signs = patterns.signs[k];
            const double sign = signOf(signs, slots[i]);
            system.right[i] += sign * pull[signs];
            for (std::size_t j = 0; j <= i; ++j) {
                system.at(i, j) += sign * signOf(signs, slots[j]) * curvature[signs];
            }
        }
        system.at(i, i) += ridge;
    }
    return system;
}

// The coordinate as it came out, with its basis flipped where it is negative.
void setCoordinate(MultiBit& form, std::size_t group, int slot, double value)
{
    form.coordinates(group)[std::size_t(slot)] = std::abs(float(value));
    if (!(value < 0)) { return; }
    const std::size_t first = group * form.grouping.members;
    for (std::size_t m = first; m < first + form.grouping.members; ++m) { form.signs[m] ^= std::uint8_t(1U << slot); }
}

// What is no number is no reason to take something away.
float ordered(float change) { return std::isnan(change) ? std::numeric_limits<float>::infinity() : change; }

} // namespace

void Moments::take(std::span<const float> gradient, const AmsGrad& rule)
{
    ++steps;
    const auto b1 = float(rule.beta1), c1 = float(1 - rule.beta1);
    const auto b2 = float(rule.beta2), c2 = float(1 - rule.beta2);
    const float* g = gradient.data();
    for (std::size_t i = 0; i < mean.size(); ++i) {
        mean[i] = mean[i] * b1 + c1 * g[i];
        square[i] = square[i] * b2 + c2 * g[i] * g[i];
        largest[i] = largest[i] >= square[i] ? largest[i] : square[i]; // NaN goes on
    }
}

Model modelOf(const Moments& moments, double rate, const AmsGrad& rule)
{
    const auto slopeScale = float(rate / (1 - std::pow(rule.beta1, double(moments.steps))));
    const auto curvatureScale = float(std::sqrt(1 - std::pow(rule.beta2, double(moments.steps))));
    const auto epsilon = float(rule.epsilon);
    Model model{std::vector<float>(moments.mean.size()), std::vector<float>(moments.mean.size())};
    for (std::size_t i = 0; i < moments.mean.size(); ++i) {
        model.slope[i] = slopeScale * moments.mean[i];
        model.curvature[i] = (std::sqrt(moments.largest[i]) + epsilon) / curvatureScale;
    }
    return model;
}

std::vector<float> targetOf(std::span<const float> weights, const Model& model)
{
    std::vector<float> target(weights.begin(), weights.end());
    for (std::size_t i = 0; i < target.size(); ++i) { target[i] -= model.slope[i] / model.curvature[i]; }
    return target;
}

std::vector<float> alongCoordinates(const MultiBit& form, std::span<const float> gradient)
{
    std::vector<float> all(form.alpha.size(), 0);
    for (std::size_t g = 0; g < form.live.size(); ++g) {
        const Patterns patterns = patternsOf(form, g);
        Sums sums{};
        addBySigns(form, g, sums, [&](std::size_t m) { return double(gradient[m]); });
        for (const int slot : liveSlots(form, g)) {
            double sum = 0;
            for (std::size_t k = 0; k < patterns.count; ++k) {
                sum += signOf(patterns.signs[k], slot) * sums[patterns.signs[k]];
            }
            all[g * std::size_t(form.slots) + std::size_t(slot)] = float(sum);
        }
    }
    return all;
}

std::vector<float> overGroups(const MultiBit& form, std::span<const float> diagonal)
{
    std::vector<float> all(form.alpha.size(), 0);
    for (std::size_t g = 0; g < form.live.size(); ++g) {
        double sum = 0;
        for (const float value : diagonal.subspan(g * form.grouping.members, form.grouping.members)) { sum += value; }
        for (const int slot : liveSlots(form, g)) { all[g * std::size_t(form.slots) + std::size_t(slot)] = float(sum); }
    }
    return all;
}

Moments carried(const MultiBit& form, const Moments& ofWeights, std::int64_t before)
{
    Moments all;
    all.mean = alongCoordinates(form, ofWeights.mean);
    all.square = overGroups(form, ofWeights.square);
    all.largest = overGroups(form, ofWeights.largest);
    all.steps = before + 1;
    return all;
}

void coordinateStep(MultiBit& form, const Model& ofCoordinates)
{
    for (std::size_t at = 0; at < form.alpha.size(); ++at) {
        const std::size_t slots = std::size_t(form.slots);
        if (!form.isLive(at / slots, int(at % slots))) { continue; }
        form.alpha[at] -= ofCoordinates.slope[at] / ofCoordinates.curvature[at];
    }
}

void chooseSigns(MultiBit& form, std::span<const float> target, Groups groups)
{
    const std::size_t members = form.grouping.members;
    for (std::size_t g = groups.first; g < groups.last; ++g) {
        nearest(patternsOf(form, g), target.data() + g * members, members, form.signs.data() + g * members);
    }
}

void solveCoordinates(MultiBit& form, std::span<const float> target, std::span<const float> curvature, Groups groups)
{
    for (std::size_t g = groups.first; g < groups.last; ++g) {
        const std::vector<int> slots = liveSlots(form, g);
        Sums weight{}, pull{};
        addBySigns(form, g, weight, [&](std::size_t m) { return double(curvature[m]); });
        addBySigns(form, g, pull, [&](std::size_t m) { return double(curvature[m]) * double(target[m]); });
        SmallSystem system = normalEquations(patternsOf(form, g), slots, weight, pull);
        if (!system.solve(0)) { continue; } // rounding has eaten the ridge: the coordinates that are there are kept
        for (std::size_t i = 0; i < slots.size(); ++i) { setCoordinate(form, g, slots[i], system.right[i]); }
    }
}

std::vector<Candidate> leastUseful(const MultiBit& form, const Model& ofCoordinates, std::size_t count)
{
    std::vector<Candidate> all;
    const std::size_t slots = std::size_t(form.slots);
    for (std::size_t at = 0; at < form.alpha.size(); ++at) {
        if (!form.isLive(at / slots, int(at % slots))) { continue; }
        const float a = form.alpha[at];
        const float change = -ofCoordinates.slope[at] * a + 0.5F * (a * a) * ofCoordinates.curvature[at];
        all.push_back({at, std::int64_t(all.size()), ordered(change)});
    }
    std::ranges::stable_sort(all, std::less<>(), &Candidate::change);
    all.resize(std::min(count, all.size()));
    return all;
}

} // namespace gridscope::quantize
