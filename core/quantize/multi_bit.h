// SPDX-License-Identifier: GPL-3.0-or-later
// Weights as sums of sign vectors: the group g of a tensor is B_g alpha_g with B_g in {-1, +1}^(members x I_g) and alpha_g >= 0. The
// form itself, how it comes from float weights, and what of it can be taken away.
// Source : Qu, Zhou, Cheng, Thiele, "Adaptive Loss-aware Quantization for Multi-bit Networks", CVPR 2020; alq.md sections 1 and 2.
// Shapes : arrays over weights are in the order of groups, [groups, members]; coordinates and what belongs to them
//          [groups, slots]. A slot is dead where the group has fewer bases: its coordinate is 0 and its signs count as 0.
// Units  : weights and coordinates in weight units.
// Errors : none; whatever the numbers, nothing is read or written outside. NaN in gives NaN out.
// Threads: pure functions; groups are independent of each other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gridscope::quantize {

constexpr int mostBases = 8; // of a group: a weight's signs fit a byte
constexpr std::size_t mostPatterns = std::size_t(1) << mostBases;

enum class Structure {
    Channelwise,    // all weights of an output channel
    Kernelwise,     // one kernel of an output channel
    Pixelwise,      // one place of the kernel, over all inputs
    Subchannelwise, // a row cut into equal pieces
};

// Which weights of a tensor go together.
struct Grouping {
    std::size_t groups = 0;
    std::size_t members = 0; // of each
    std::size_t stride = 1;  // from a member to the next one, in the tensor
    std::size_t weights() const { return groups * members; }
    // Where a member stands in the tensor, row by row.
    std::size_t place(std::size_t group, std::size_t member) const
    {
        return group / stride * stride * members + member * stride + group % stride;
    }
    bool operator==(const Grouping&) const = default;
};
// shape: [out, in, height, width] or [out, in]. `pieces`: of Subchannelwise; they must divide the row.
Grouping groupingOf(std::span<const std::int64_t> shape, Structure structure, std::size_t pieces = 1);
std::vector<float> inGroups(const Grouping& grouping, const float* tensor);            // in the order of groups
void inPlaces(const Grouping& grouping, std::span<const float> values, float* tensor); // and back

// The weights of one tensor.
struct MultiBit {
    Grouping grouping;
    int slots = 0;                   // I_max
    std::vector<std::uint8_t> signs; // [groups, members]; bit i: +1 in basis i; 0 where that is dead
    std::vector<float> alpha;        // [groups, slots]
    std::vector<std::uint8_t> live;  // [groups]; bit i: basis i is there

    int bits(std::size_t group) const;                               // I_g
    int sign(std::size_t group, int slot, std::size_t member) const; // -1, +1; 0 where the slot is dead
    bool isLive(std::size_t group, int slot) const { return (live[group] >> slot & 1) != 0; }
    std::span<const float> coordinates(std::size_t group) const
    {
        return std::span(alpha).subspan(group * std::size_t(slots), std::size_t(slots));
    }
    std::span<float> coordinates(std::size_t group)
    {
        return std::span(alpha).subspan(group * std::size_t(slots), std::size_t(slots));
    }
    std::int64_t liveCount() const; // coordinates
    double averageBits() const;     // of a weight: live coordinates for each group
    bool operator==(const MultiBit&) const = default;
};

// The 2^I_g patterns of signs of a group, those of dead slots 0, ascending by their bits, and the value of each: pattern . alpha.
struct Patterns {
    std::size_t count = 0;
    std::array<std::uint8_t, mostPatterns> signs;
    std::array<float, mostPatterns> values;
};
Patterns patternsOf(const MultiBit& form, std::size_t group);
std::vector<float> reachableValues(const MultiBit& form, std::size_t group); // ascending; {0} of an empty group

// One group by greedy residual signs, alpha solved anew for all bases after each; ascending by alpha, which are all above 0. No
// basis where all weights are 0 or one is not finite; stops where 1e-6 of the energy is left or a basis adds nothing.
struct Sketch {
    std::vector<float> alpha;        // ascending
    std::vector<std::uint8_t> signs; // of each member, as in MultiBit
};
Sketch sketchOf(std::span<const float> weights, int mostDimensions);
// All groups. weights: in the order of groups; slots: 1 .. mostBases.
MultiBit sketch(const Grouping& grouping, std::span<const float> weights, int slots);

MultiBit noBases(const Grouping& grouping, int slots); // every group is 0
// What a file may say otherwise is cleared: signs of dead slots, slots that there are not, coordinates of dead ones.
void keepToSlots(MultiBit& form);

// w_hat = B alpha, in the order of groups; every value is one of reachableValues.
std::vector<float> reconstructed(const MultiBit& form);

// Takes live coordinate `at` ([groups, slots], flat) away: the whole group is 0 when it was its last.
void drop(MultiBit& form, std::size_t at);

// What the form takes: a bit for each weight and basis, 32 for each coordinate.
struct Storage {
    std::int64_t bases = 0;       // bits
    std::int64_t coordinates = 0; // bits
};
Storage storageOf(const MultiBit& form);

} // namespace gridscope::quantize
