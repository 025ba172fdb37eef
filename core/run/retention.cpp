// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/retention.h"

#include "core/run/whole.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <numeric>

namespace gridscope::run {

namespace {

// Measured: bytes in the file.
constexpr double stepBytes = 42;
constexpr double evaluationBytes = 110;
constexpr double snapshotBytes = 40;
constexpr double layerStateBytes = 230;      // the numbers, and the keys and checksums of the arrays
constexpr double binBytes = 1.9;             // compressed
constexpr double followedBytes = 4.1;
constexpr double checkpointWeightBytes = 12; // the weight and two moments, hardly compressible
constexpr double emptyFileBytes = 80'000;

std::int64_t layerOf(std::int64_t inputs, std::int64_t outputs, std::vector<std::int64_t>& layers)
{
    layers.push_back(inputs * outputs);
    return outputs;
}

// Weights per layer of the networks in core/net.
std::vector<std::int64_t> weightsOf(const RunConfig& config)
{
    constexpr std::int64_t kernel = 25;
    constexpr std::int64_t pooledPixels = 16;    // 28 x 28 after two convolutions and poolings: 4 x 4
    constexpr std::int64_t classes = 10;
    std::vector<std::int64_t> layers;
    std::int64_t width = isToy(config.data) ? 2 : 784;
    if (config.network == "lenet5") {
        width = kernel;
        for (const int channels : config.channels) { width = kernel * layerOf(width, channels, layers); }
        width = width / kernel * pooledPixels;
    }
    for (const int hidden : config.hidden) { width = layerOf(width, hidden, layers); }
    layerOf(width, classes, layers);
    return layers;
}

double binsOf(const RunConfig& config, std::size_t layer)
{
    constexpr double mostBins = 1024;
    const double cells = double(std::int64_t(1) << std::clamp(bitsOfLayer(config, layer), 1, 16));
    return std::max(cells, std::min(mostBins, cells * config.binsPerCell)) + cells;
}

} // namespace

std::int64_t strideAt(std::int64_t age, std::int64_t window)
{
    return age < window ? 1 : std::int64_t(1) << std::bit_width(std::uint64_t(age / window));
}

std::int64_t keptOf(std::int64_t told, std::int64_t window)
{
    std::int64_t kept = std::min(told, window);
    for (std::int64_t from = window; from < told; from *= 2) { kept += (std::min(told, 2 * from) - from) / strideAt(from, window); }
    return kept;
}

std::vector<std::int64_t> keptCheckpoints(std::span<const std::int64_t> told, std::span<const Mark> marks)
{
    const auto isBookmarked = [&](std::int64_t step) {
        return std::ranges::any_of(marks, [&](const Mark& mark) { return mark.kind == Mark::Kind::Bookmark && mark.step == step; });
    };
    std::vector<std::int64_t> kept;
    const auto newest = std::int64_t(told.size()) - 1;
    for (std::int64_t ordinal = 0; ordinal <= newest; ++ordinal) {
        const std::int64_t step = told[std::size_t(ordinal)];
        if (ordinal % strideAt(newest - ordinal, checkpointWindow) == 0 || isBookmarked(step)) { kept.push_back(step); }
    }
    return kept;
}

std::int64_t estimatedBytes(const RunConfig& config, std::span<const LayerInfo> layers)
{
    std::vector<std::int64_t> weights = weightsOf(config);
    if (!layers.empty()) {
        weights.clear();
        std::ranges::transform(layers, std::back_inserter(weights), &LayerInfo::parameters);
    }
    const std::int64_t steps = config.steps + (config.start == "pretrained" ? config.pretrainSteps : 0);
    double perSnapshot = snapshotBytes;
    for (std::size_t layer = 0; layer < weights.size(); ++layer) {
        const double followed = double(std::min<std::int64_t>(weights[layer], config.followedWeights));
        perSnapshot += layerStateBytes + binsOf(config, layer) * binBytes + followed * followedBytes;
    }
    const auto times = [&](int every) { return steps / std::max(1, every) + 2; };
    const double inWeights = double(std::accumulate(weights.begin(), weights.end(), std::int64_t(0)));
    const double bytes =
        emptyFileBytes + double(steps) * stepBytes + double(times(config.evaluateEvery)) * evaluationBytes
        + double(keptOf(times(config.snapshotEvery), snapshotWindow)) * perSnapshot
        + double(keptOf(times(config.checkpointEvery), checkpointWindow) + 1) * inWeights * checkpointWeightBytes;
    return wholeIn(bytes, std::int64_t(0), std::numeric_limits<std::int64_t>::max());
}

} // namespace gridscope::run
