// SPDX-License-Identifier: GPL-3.0-or-later
// How much a run file may say of a thing. What is beyond cannot be, and no memory is taken for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace gridscope::run {

constexpr std::int64_t mostStep = std::int64_t(1) << 53;
constexpr std::int64_t mostPerEpoch = std::int64_t(1) << 40;
constexpr std::int64_t mostLayers = 1024;
constexpr std::int64_t mostActivations = 4096;
constexpr std::int64_t mostBits = 64;
constexpr std::int64_t mostMasks = 1 << 8; // of a layer
constexpr std::int64_t mostCells = 1 << 16;
constexpr std::int64_t mostBinsPerCell = 1 << 10;
constexpr std::int64_t mostBins = 1 << 18;
constexpr std::int64_t mostGroups = 1 << 20;
constexpr double mostOffset = 1 << 16; // steps
constexpr std::int64_t mostFollowed = 1 << 16;
constexpr std::int64_t mostExtras = 1024;          // of a snapshot
constexpr std::int64_t mostExtraValues = 1 << 20;  // of one of them
constexpr std::int64_t mostExtraInAll = 4'000'000; // values, of a snapshot
constexpr std::size_t mostDimensions = 8;
constexpr std::int64_t mostWeights = std::int64_t(1) << 40;
constexpr std::int64_t mostCount = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t mostLayerName = 200;
constexpr std::size_t mostName = 4096;
constexpr std::size_t mostText = 1 << 20;
constexpr std::size_t mostEntries = 64;

} // namespace gridscope::run
