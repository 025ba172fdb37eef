// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/drop_bits.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <string>

namespace gridscope::quantize {

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

std::vector<Grid> bitwiseLevels(int bits, bool symmetric)
{
    std::vector<Grid> levels;
    for (int k = 1; k <= bits; ++k) { levels.push_back(signedGrid(k, symmetric)); }
    return levels;
}

std::vector<Grid> endpointLevels(const Grid& whole)
{
    std::vector<Grid> levels;
    for (int k = 1; levels.empty() || !(levels.back() == whole); ++k) {
        levels.push_back({std::max(-k, whole.low), std::min(k, whole.high)});
    }
    return levels;
}

} // namespace

MaskFamily maskFamilyNamed(std::string_view name)
{
    if (name == "none") { return MaskFamily::None; }
    if (name == "bitwise") { return MaskFamily::BitwiseSharing; }
    if (name == "endpoints") { return MaskFamily::EndpointsSharing; }
    throw ConfigError("There is no mask family \"" + std::string(name) + "\"; known are none, bitwise and endpoints.");
}

std::vector<Grid> nestedLevels(MaskFamily family, int bits, bool symmetric)
{
    const Grid whole = signedGrid(bits, symmetric);
    switch (family) {
    case MaskFamily::BitwiseSharing: return bitwiseLevels(bits, symmetric);
    case MaskFamily::EndpointsSharing: return endpointLevels(whole);
    case MaskFamily::None: break;
    }
    return {whole};
}

int bitsFor(const Grid& grid) { return std::bit_width(unsigned(grid.points() - 1)); }

std::size_t openLevel(const std::vector<float>& masks)
{
    const auto dropped = std::find_if(masks.begin(), masks.end(), [](float mask) { return !(mask > 0); });
    return std::size_t(dropped - masks.begin());
}

std::vector<float> drawHardMasks(const std::vector<float>& keepProbabilities, run::Random& random)
{
    std::vector<float> masks;
    for (const float keep : keepProbabilities) { masks.push_back(random.uniform() < double(keep) ? 1.0F : 0.0F); }
    return masks;
}

namespace hard_concrete {

double keepProbability(double phi) { return sigmoid(phi - tau * std::log(-gamma / zeta)); }

double phiFor(double keepProbability)
{
    return std::log(keepProbability / (1 - keepProbability)) + tau * std::log(-gamma / zeta);
}

double deterministic(double phi) { return std::clamp(sigmoid(phi) * (zeta - gamma) + gamma, 0.0, 1.0); }

double noise(run::Random& random)
{
    const double u = (double(random.next()) + 0.5) / 4294967296.0; // never 0 or 1
    return std::log(u) - std::log1p(-u);
}

} // namespace hard_concrete

} // namespace gridscope::quantize
