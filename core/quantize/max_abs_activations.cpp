// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/max_abs_activations.h"

#include "core/quantize/bit_planes.h"

#include <algorithm>
#include <cmath>

namespace gridscope::quantize {

void roundByLargest(std::span<const float> x, int bits, std::span<float> out)
{
    float largest = 0;
    for (const float v : x) { largest = std::max(largest, std::abs(v)); }
    const auto top = float(topCode(bits));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const bool isNothing = bits == 0 || largest == 0;
        out[i] = isNothing ? 0 : std::copysign(largest * (std::nearbyint(std::abs(x[i]) * top / largest) / top), x[i]);
    }
}

void roundActivations(std::span<const float> x, int bits, std::span<float> out)
{
    if (bits == 0) {
        std::ranges::copy(x, out.begin());
    } else {
        roundByLargest(x, bits, out);
    }
}

void pact(std::span<const float> x, float clip, std::span<float> out)
{
    for (std::size_t i = 0; i < x.size(); ++i) { out[i] = std::min(std::max(x[i], 0.0F), clip); }
}

double pactBackward(std::span<const float> x, float clip, std::span<const float> gradOut, std::span<float> gradX)
{
    double forClip = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        gradX[i] = x[i] >= 0 && x[i] <= clip ? gradOut[i] : 0;
        if (x[i] >= clip) { forClip += double(gradOut[i]); }
    }
    return forClip;
}

} // namespace gridscope::quantize
