// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/decision_map.h"

#include <cmath>
#include <cstring>

namespace gridscope::run {
namespace {

// side, which maps there are, number of points (2 bytes), four floats; then the maps and the points.
constexpr std::size_t headBytes = 20;

} // namespace

std::vector<std::uint8_t> bytesOf(const DecisionMap& map)
{
    std::vector<std::uint8_t> bytes(headBytes);
    bytes[0] = std::uint8_t(map.side);
    bytes[1] =
        std::uint8_t((map.quantized.empty() ? 0 : 1) | (map.latent.empty() ? 0 : 2) | (map.floatStart.empty() ? 0 : 4));
    bytes[2] = std::uint8_t(map.points.size() & 255U);
    bytes[3] = std::uint8_t(map.points.size() >> 8U);
    const float ends[4] = {map.left, map.right, map.bottom, map.top};
    std::memcpy(bytes.data() + 4, ends, sizeof ends);
    for (const auto* cells : {&map.quantized, &map.latent, &map.floatStart}) {
        bytes.insert(bytes.end(), cells->begin(), cells->end());
    }
    for (const auto& point : map.points) { bytes.insert(bytes.end(), {point.x, point.y, point.label}); }
    return bytes;
}

DecisionMap decisionMapOf(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() < headBytes) { return {}; }
    DecisionMap map;
    map.side = bytes[0];
    float ends[4];
    std::memcpy(ends, bytes.data() + 4, sizeof ends);
    map.left = ends[0];
    map.right = ends[1];
    map.bottom = ends[2];
    map.top = ends[3];
    const std::size_t cells = std::size_t(map.side) * std::size_t(map.side);
    const std::size_t points = bytes[2] + (std::size_t(bytes[3]) << 8U);
    std::size_t maps = 0;
    for (const unsigned bit : {1U, 2U, 4U}) { maps += (bytes[1] & bit) != 0 ? 1 : 0; }
    const bool isSound = bytes[1] < 8 && map.side > 0 && points <= mostDecisionPoints
                         && bytes.size() == headBytes + maps * cells + 3 * points && std::isfinite(map.left)
                         && std::isfinite(map.bottom) && map.left < map.right && map.bottom < map.top
                         && std::isfinite(map.right) && std::isfinite(map.top);
    if (!isSound) { return {}; }
    std::span<const std::uint8_t> rest = bytes.subspan(headBytes);
    const auto take = [&](unsigned bit, std::vector<std::uint8_t>& into) {
        if ((bytes[1] & bit) == 0) { return; }
        into.assign(rest.begin(), rest.begin() + std::ptrdiff_t(cells));
        rest = rest.subspan(cells);
    };
    take(1, map.quantized);
    take(2, map.latent);
    take(4, map.floatStart);
    for (std::size_t i = 0; i < points; ++i) { map.points.push_back({rest[3 * i], rest[3 * i + 1], rest[3 * i + 2]}); }
    return map;
}

} // namespace gridscope::run
