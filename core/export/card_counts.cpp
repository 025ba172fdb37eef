// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/card_counts.h"

#include "core/config/data_kind.h"
#include "core/export/card_fields.h"
#include "core/method/methods.h"
#include "core/run/size.h"
#include "core/settings/settings.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gridscope::card {

Counts::Counts(const CardSource& source, const run::RunConfig& config)
    : source_(source), start_(source.history.start()), config_(config), snapshot_(source.history.latest()),
      wiring_(run::describeWiring(config))
{}

double Counts::bits(std::size_t layer) const
{
    return snapshot_ && layer < snapshot_->layers.size() ? snapshot_->layers[layer].storedBits() : floatBits;
}

double Counts::packedBits(std::size_t layer) const
{
    const bool isTold = snapshot_ && layer < snapshot_->layers.size();
    return isTold ? run::packedBits(start_, *snapshot_, layer) : double(weightsIn(layer)) * floatBits;
}

bool Counts::isFloat(std::size_t layer) const { return run::isFloatLayer(config_, layer); }

bool Counts::isQuantized() const
{
    return sum([this](std::size_t i) { return isFloat(i) ? 0 : 1; }) > 0;
}

bool Counts::activationsAreFloat() const { return run::activationMethodOf(config_).traits.isFloat; }

std::int64_t Counts::outputs(std::size_t layer) const
{
    return start_.layers[layer].shape.empty() ? 0 : start_.layers[layer].shape[0];
}

bool Counts::isNormalised(std::size_t layer) const
{
    return layer < wiring_.size() && !wiring_[layer].normalisation.empty();
}

std::int64_t Counts::weights() const
{
    return sum([this](std::size_t i) { return weightsIn(i); });
}

std::int64_t Counts::biases() const
{
    return sum([this](std::size_t i) { return outputs(i); });
}

std::int64_t Counts::gains() const
{
    return sum([this](std::size_t i) { return isNormalised(i) ? outputs(i) : 0; });
}

std::int64_t Counts::activationPoints() const
{
    if (activationsAreFloat()) { return 0; }
    return std::ranges::count_if(wiring_, [](const auto& layer) { return layer.activates(); });
}

std::int64_t Counts::payloadBits() const
{
    return sum([this](std::size_t i) { return std::int64_t(std::ceil(packedBits(i))); });
}

std::int64_t Counts::scaleBits() const
{
    const auto isInPayload = [this](std::size_t i) { return snapshot_ && run::tellsStorage(*snapshot_, name(i)); };
    return sum([&](std::size_t i) { return isFloat(i) || isInPayload(i) ? 0 : floatBits; });
}

std::int64_t Counts::totalBits() const
{
    return payloadBits() + scaleBits() + floatBits * (biases() + 3 * gains() + activationPoints());
}

double Counts::averageBits(std::size_t first, std::size_t last) const
{
    double sum = 0, count = 0;
    for (std::size_t i = first; i < last; ++i) {
        sum += double(weightsIn(i)) * bits(i);
        count += double(weightsIn(i));
    }
    return count > 0 ? sum / count : std::nan("");
}

int Counts::inputBits(std::size_t layer) const
{
    if (layer == 0) { return run::hasPictures(config_.data) ? 8 : floatBits; }
    const auto& before = source_.net->layers[layer - 1].activation;
    return before ? before->bits : floatBits;
}

// What enters each layer but the first, which sees the picture. None without a network.
std::vector<Counts::Map> Counts::activationMaps() const
{
    std::vector<Map> maps;
    for (std::size_t i = 1; source_.net != nullptr && i < source_.net->layers.size(); ++i) {
        const auto& in = source_.net->layers[i].input;
        const auto elements = std::accumulate(in.begin(), in.end(), std::int64_t(1), std::multiplies<>());
        maps.push_back({double(elements), double(inputBits(i))});
    }
    return maps;
}

double Counts::bitOperations() const
{
    if (source_.net == nullptr) { return std::nan(""); }
    double sum = 0;
    for (std::size_t i = 0; i < source_.net->layers.size(); ++i) {
        sum += double(source_.net->layers[i].multiplications()) * bits(i) * inputBits(i);
    }
    return sum;
}

double Counts::meanActivationBits() const
{
    double bits = 0, elements = 0;
    for (const Map& map : activationMaps()) {
        bits += map.elements * map.bits;
        elements += map.elements;
    }
    return elements > 0 ? bits / elements : std::nan("");
}

double Counts::mostActivationBits() const
{
    return largest([](const Map& map) { return map.bits; });
}

double Counts::largestMapBits() const
{
    return largest([](const Map& map) { return map.elements * map.bits; });
}

} // namespace gridscope::card
