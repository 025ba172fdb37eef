// SPDX-License-Identifier: GPL-3.0-or-later
// One layer's weights in multi-bit form while they are trained: the form, what stands beside it in floating point, and the moments
// of both domains. A step is one of alq.md section 4.
// Shapes : gradients and latent weights in the order of groups.
// Errors, threads: as in multi_bit_steps.h.
#pragma once

#include "core/quantize/multi_bit_steps.h"

namespace gridscope::quantize {

struct MultiBitLayer {
    MultiBit form;
    // The float weights before the first step; then what the last step was after: the target w* of a basis or STE step, the
    // weights themselves after a step on coordinates.
    std::vector<float> latent;
    Moments ofWeights;
    Moments ofCoordinates;

    MultiBitLayer(const Grouping& grouping, std::vector<float> weights, int slots);
    MultiBitLayer(MultiBit made, std::vector<float> weights);

    struct Rate {
        double learning = 1e-3;
        double decay = 0; // of coordinates
        AmsGrad rule = {};
    };
    enum class From {
        Quantized, // B: the model stands at B alpha
        Floats     // C: at the float copy, which moves on to the target
    };
    void basisStep(std::span<const float> gradient, const Rate& rate, From from);
    void coordinateStep(std::span<const float> gradient, const Rate& rate);
    // Moments alone, as before a coordinate is taken away.
    void look(std::span<const float> gradient, const Rate& rate);
    // After `look`: the least useful ones.
    std::vector<Candidate> candidates(std::size_t count, const Rate& rate) const;
    void take(std::span<const std::size_t> dropped);
};

} // namespace gridscope::quantize
