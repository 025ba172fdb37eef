// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/retention.h"

#include "core/base/error.h"
#include "core/base/whole.h"
#include "core/config/networks.h"

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
constexpr double decisionsBytes = 5600; // of an evaluation on 2-D data (core/train/decisions.cpp)
constexpr double snapshotBytes = 40;
constexpr double layerStateBytes = 230; // the numbers, and the keys and checksums of the arrays
constexpr double binBytes = 1.9;        // compressed
constexpr double followedBytes = 4.1;
constexpr double floatBytes = 4.0; // of a checkpoint: not compressible
constexpr double codeBytes = 0.4;  // a weight's code at the last snapshot
constexpr double emptyFileBytes = 80'000;

// What a layer weighs in the file.
struct LayerSize {
    std::int64_t weights = 0;
    int masks = 0;
};

// What data of this kind look like, as far as is known before it is read.
Input likelyInput(const RunConfig& config)
{
    if (isToy(config.data)) { return {2, 1, 1, 2}; }
    if (config.data == "csv") { return {16, 1, 1, 2}; }
    if (config.data == "folder") { return {3, config.pictureSize, config.pictureSize, 10}; }
    if (config.data == "cifar10") { return {3, 32, 32, 10}; }
    return {1, 28, 28, 10};
}

int masksOf(const RunConfig& config, std::size_t layer)
{
    if (config.dropbits == "none" || staysFloat(config, layer)) { return 0; }
    const int bits = bitsOfLayer(config, layer);
    return config.dropbits == "bitwise" ? bits - 1 : (1 << (bits - 1)) - (config.symmetricGrid ? 2 : 1);
}

std::vector<LayerSize> sizesOf(const RunConfig& config, std::span<const LayerInfo> layers)
{
    std::vector<LayerSize> sizes;
    for (const LayerInfo& layer : layers) { sizes.push_back({layer.parameters, layer.masks}); }
    if (!layers.empty()) { return sizes; }
    std::vector<LayerDescription> described;
    try {
        described = describeNet(config, likelyInput(config));
    } catch (const ConfigError&) { // not on such data: the run will say so
    }
    for (const LayerDescription& layer : described) {
        const auto weights =
            std::accumulate(layer.shape.begin(), layer.shape.end(), std::int64_t(1), std::multiplies<>());
        sizes.push_back({weights, masksOf(config, sizes.size())});
    }
    return sizes;
}

// The ordinals of the checkpoints that stay of so many.
std::vector<std::int64_t> keptOrdinals(std::int64_t told)
{
    std::vector<std::int64_t> kept;
    const std::int64_t newest = told - 1;
    for (std::int64_t ordinal = newest; ordinal >= 0;) {
        if (isKept(ordinal, newest)) { kept.push_back(ordinal--); }
        if (ordinal >= 0) { ordinal -= ordinal % strideAt(newest - ordinal, checkpointWindow); } // 0 when it is one
    }
    return kept;
}

// Bytes of one weight in all checkpoints that stay: its value and its code, its moments but where quantized training begins,
// and from there on the value that it started from.
double checkpointWeightBytes(const RunConfig& config, std::int64_t floatSteps)
{
    const std::int64_t every = std::max(1, config.checkpointEvery);
    const std::int64_t beginning = std::max<std::int64_t>(floatSteps - 1, 0) / every; // so many come before it
    const std::int64_t told = beginning + 1 + (config.steps - 1) / every + 1;
    const int moments = config.optimizer == "adam" ? 2 : config.momentum > 0 ? 1 : 0;
    double bytes = 0;
    for (const std::int64_t ordinal : keptOrdinals(told)) {
        const int values = 1 + (ordinal == beginning ? 0 : moments) + (ordinal < beginning ? 0 : 1);
        bytes += values * floatBytes + codeBytes;
    }
    return bytes;
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
    for (std::int64_t from = window; from < told; from *= 2) {
        kept += (std::min(told, 2 * from) - from) / strideAt(from, window);
    }
    return kept;
}

std::int64_t Thinning::momentOf(std::int64_t step) const
{
    const std::int64_t size = chunk();
    return (step - (step % size + size) % size) / size * size;
}

bool Thinning::stays(std::int64_t step, std::int64_t moment) const
{
    const std::int64_t age = (moment - step) / every;
    return age < window || step % (every * strideAt(age, window)) == 0;
}

Thinning evaluationThinning(std::int64_t evaluateEvery)
{
    return {evaluationWindow, std::max<std::int64_t>(1, evaluateEvery)};
}

bool isRemembered(const Mark& mark) { return isKeptFor(mark) || mark.kind == Mark::Kind::Best; }

bool isKeptFor(const Mark& mark) { return mark.kind == Mark::Kind::Bookmark || mark.kind == Mark::Kind::Bits; }

bool isKept(std::int64_t ordinal, std::int64_t newest)
{
    return ordinal % strideAt(newest - ordinal, checkpointWindow) == 0;
}

std::vector<std::int64_t> keptCheckpoints(std::span<const std::int64_t> told, std::span<const Mark> marks)
{
    const auto isMarked = [&](std::int64_t step) {
        return std::ranges::any_of(marks, [&](const Mark& mark) { return isKeptFor(mark) && mark.step == step; });
    };
    std::vector<std::int64_t> kept;
    const auto newest = std::int64_t(told.size()) - 1;
    for (std::int64_t ordinal = 0; ordinal <= newest; ++ordinal) {
        const std::int64_t step = told[std::size_t(ordinal)];
        if (isKept(ordinal, newest) || isMarked(step)) { kept.push_back(step); }
    }
    return kept;
}

std::int64_t estimatedBytes(const RunConfig& config, std::span<const LayerInfo> layers)
{
    const std::vector<LayerSize> sizes = sizesOf(config, layers);
    const std::int64_t floatSteps = config.start == "pretrained" ? config.pretrainSteps : 0;
    const std::int64_t steps = config.steps + floatSteps;
    double perSnapshot = snapshotBytes;
    double perStep = stepBytes;
    double weights = 0;
    for (std::size_t layer = 0; layer < sizes.size(); ++layer) {
        const double followed = double(std::min<std::int64_t>(sizes[layer].weights, config.followedWeights));
        perSnapshot += layerStateBytes + binsOf(config, layer) * binBytes + followed * followedBytes;
        perStep += sizes[layer].masks;
        weights += double(sizes[layer].weights);
    }
    const double perEvaluation = evaluationBytes + (isToy(config.data) ? decisionsBytes : 0);
    const auto times = [&](int every) { return steps / std::max(1, every) + 2; };
    const double bytes = emptyFileBytes + double(keptOf(steps, stepWindow)) * perStep
                         + double(keptOf(times(config.evaluateEvery), evaluationWindow)) * perEvaluation
                         + double(keptOf(times(config.snapshotEvery), snapshotWindow)) * perSnapshot
                         + weights * checkpointWeightBytes(config, floatSteps);
    return wholeIn(bytes, std::int64_t(0), std::numeric_limits<std::int64_t>::max());
}

} // namespace gridscope::run
