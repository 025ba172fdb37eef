// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/config.h"

#include "core/config/networks.h"

#include <algorithm>
#include <array>

namespace gridscope::run {

bool staysFloat(const RunConfig& config, std::size_t layer)
{
    return std::ranges::count(config.floatLayers, int(layer) + 1) > 0;
}

bool isFrozenLayer(const RunConfig& config, std::size_t layer)
{
    return std::ranges::count(config.frozenLayers, int(layer) + 1) > 0;
}

int bitsOfLayer(const RunConfig& config, std::size_t layer)
{
    return config.bits.size() == 1 ? config.bits.front() : config.bits.at(layer);
}

double keepProbabilityOfLayer(const RunConfig& config, std::size_t layer)
{
    return config.keepProbability.size() == 1 ? config.keepProbability.front() : config.keepProbability.at(layer);
}

double activationSigma(const RunConfig& config)
{
    return config.activationSigma > 0 ? config.activationSigma : config.sigma;
}

bool isToy(std::string_view data)
{
    static constexpr std::array<std::string_view, 5> toys = {"spirals", "moons", "circles", "xor", "checkerboard"};
    return std::ranges::find(toys, data) != toys.end();
}

std::size_t weightLayerCount(const RunConfig& config)
{
    if (!isChain(config.network)) { return describeWiring(config).size(); }
    const std::size_t convolutions = config.network == "lenet5" ? 2 : 0;
    return convolutions + config.hidden.size() + 1;
}

} // namespace gridscope::run
