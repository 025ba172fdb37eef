// SPDX-License-Identifier: GPL-3.0-or-later
// What a card counts: weights, biases, bits and multiplications of the finalised network, layer by layer and together.
// Shapes : `layer` counts those with weights, from 0.
#pragma once

#include "core/config/networks.h"
#include "core/export/card.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gridscope::card {

class Counts {
public:
    Counts(const CardSource& source, const run::RunConfig& config); // which must outlive this

    std::size_t layers() const { return start_.layers.size(); }
    const std::string& name(std::size_t layer) const { return start_.layers[layer].name; }
    double packedBits(std::size_t layer) const; // of all its weights
    double bits(std::size_t layer) const;       // of a weight; 2.25 where they differ within a layer
    bool isFloat(std::size_t layer) const;
    bool isQuantized() const; // any layer
    bool activationsAreFloat() const;

    std::int64_t weights() const;
    std::int64_t biases() const; // and the shifts of batch normalisation, one or the other for each output
    std::int64_t gains() const;  // of batch normalisation, which has as many means and variances
    std::int64_t payloadBits() const;
    std::int64_t scaleBits() const;
    std::int64_t totalBits() const;
    double averageBits(std::size_t first, std::size_t last) const; // NaN for no weights

    // These look into the finalised network; NaN without one.
    double bitOperations() const;
    double meanActivationBits() const;
    double mostActivationBits() const;
    double largestMapBits() const;

private:
    // Of this over all layers.
    template <typename Of>
    std::int64_t sum(Of of) const
    {
        std::int64_t all = 0;
        for (std::size_t i = 0; i < layers(); ++i) { all += of(i); }
        return all;
    }
    std::int64_t weightsIn(std::size_t layer) const { return start_.layers[layer].parameters; }
    std::int64_t outputs(std::size_t layer) const;
    bool isNormalised(std::size_t layer) const;
    std::int64_t activationPoints() const;
    int inputBits(std::size_t layer) const;
    struct Map {
        double elements, bits;
    };
    std::vector<Map> activationMaps() const;
    template <typename Of>
    double largest(Of of) const // of the maps; NaN without a network
    {
        double most = source_.net != nullptr ? 0 : std::nan("");
        for (const Map& map : activationMaps()) { most = std::max(most, of(map)); }
        return most;
    }

    const CardSource& source_;
    const run::Start& start_;
    const run::RunConfig& config_;
    run::SnapshotPtr snapshot_;
    std::vector<run::LayerDescription> wiring_;
};

} // namespace gridscope::card
