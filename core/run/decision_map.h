// SPDX-License-Identifier: GPL-3.0-or-later
// What a network says over the plane of 2-D data, and some of the points it was asked about: part of an Evaluation.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gridscope::run {

struct DecisionMap {
    int side = 0;                                   // cells to each side
    float left = 0, right = 0, bottom = 0, top = 0; // of the plane, in the data's units
    // A byte for each cell, row by row from the top: the class in the upper four bits, how sure the network is of it in the
    // lower (0: as sure as of any other, 15: certain). Empty: not told.
    std::vector<std::uint8_t> quantized;
    std::vector<std::uint8_t> latent;     // with the full-precision weights
    std::vector<std::uint8_t> floatStart; // once: the network that quantized training started from
    struct Point {
        std::uint8_t x, y, label; // x from left (0) to right (255), y from bottom to top
        bool operator==(const Point&) const = default;
    };
    std::vector<Point> points; // of the set that was evaluated, a few hundred

    bool operator==(const DecisionMap&) const = default;
};
constexpr int mostDecisionClasses = 16;
constexpr int mostDecisionSide = 255;
constexpr std::size_t mostDecisionPoints = 1000;
constexpr std::size_t mostDecisionBytes =
    20 + 3 * std::size_t(mostDecisionSide) * mostDecisionSide + 3 * mostDecisionPoints;

inline int classOf(std::uint8_t cell) { return cell >> 4; }
inline double sureness(std::uint8_t cell) { return double(cell & 15) / 15; }

// As bytes and back; bytes that are no map give one of side 0.
std::vector<std::uint8_t> bytesOf(const DecisionMap& map);
DecisionMap decisionMapOf(std::span<const std::uint8_t> bytes);

} // namespace gridscope::run
