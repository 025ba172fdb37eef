// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/size.h"

#include "core/config/data_kind.h"
#include "core/config/networks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gridscope::run {

namespace {

constexpr int floatBits = 32;

// Bits of what a layer multiplies its weights with: pictures are bytes, points and unquantized activations floats.
int inputBitsOf(const Start& start, const Snapshot& snapshot, std::size_t layer, int from)
{
    if (std::size_t(from) > layer) { return hasPictures(start.config.data) ? 8 : floatBits; }
    const std::string before = start.layers[layer - std::size_t(from)].name + " activations";
    const auto found = std::ranges::find(snapshot.activations, before, &ActivationState::name);
    return found != snapshot.activations.end() && found->bits > 0 ? found->bits : floatBits;
}

double bitOperationsOf(const Start& start, const Snapshot& snapshot)
{
    const bool inChain = isChain(start.config.network);
    const auto described = inChain ? std::vector<LayerDescription>() : describeWiring(start.config);
    double sum = 0;
    for (std::size_t layer = 0; layer < std::min(start.layers.size(), snapshot.layers.size()); ++layer) {
        const std::int64_t products = start.layers[layer].multiplyAccumulates;
        const bool isKnown = products > 0 && (inChain || layer < described.size()); // not in files of format 1
        if (!isKnown) { return std::nan(""); }
        sum += double(products) * snapshot.layers[layer].storedBits()
               * inputBitsOf(start, snapshot, layer, inChain ? 1 : described[layer].from);
    }
    return sum;
}

double codeBits(const LayerState& state)
{
    const double bits = state.storedBits();
    if (state.kind() != LayerState::Kind::Quantized || state.free) { return bits; }
    return std::max(bits, std::ceil(std::log2(double(state.high) - double(state.low) + 1)));
}

} // namespace

bool tellsStorage(const Snapshot& snapshot, std::string_view layer)
{
    const Extra* storage = snapshot.extra(storageExtra, layer);
    return storage != nullptr && !storage->values.empty();
}

double packedBits(const Start& start, const Snapshot& snapshot, std::size_t layer)
{
    const LayerInfo& info = start.layers[layer];
    if (!tellsStorage(snapshot, info.name)) { return double(info.parameters) * codeBits(snapshot.layers[layer]); }
    const std::vector<float>& parts = snapshot.extra(storageExtra, info.name)->values;
    return std::accumulate(parts.begin(), parts.end(), 0.0);
}

Size sizeOf(const Start& start, const Snapshot& snapshot)
{
    Size size;
    std::int64_t weights = 0;
    std::int64_t bitsInAll = 0;
    for (std::size_t layer = 0; layer < std::min(start.layers.size(), snapshot.layers.size()); ++layer) {
        const double bits = double(start.layers[layer].parameters) * snapshot.layers[layer].storedBits();
        const auto layerBits = std::int64_t(std::ceil(bits));
        weights += start.layers[layer].parameters;
        bitsInAll += layerBits;
        size.payloadBytes += (std::int64_t(std::ceil(packedBits(start, snapshot, layer))) + 7) / 8;
    }
    if (weights > 0) {
        size.meanBits = double(bitsInAll) / double(weights);
        size.compression = double(weights) * floatBits / 8 / double(size.payloadBytes);
        size.bitOperations = bitOperationsOf(start, snapshot);
    }
    return size;
}

} // namespace gridscope::run
