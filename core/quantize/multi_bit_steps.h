// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of adaptive loss-aware quantization on the weights of one tensor: a quadratic model of the loss from AMSGrad's moments,
// and what each step makes of it.
// Source : Qu et al., CVPR 2020; alq.md sections 3 to 5, which says where the public reference differs.
// Shapes : as in multi_bit.h. Gradients are of the mean loss, in nats for each weight unit.
// Errors : none. A gradient that is no number gives coordinates that are none; training ends there with its sentence.
// Threads: pure functions; of the ranges of groups, any number at once.
#pragma once

#include "core/quantize/multi_bit.h"

namespace gridscope::quantize {

struct AmsGrad {
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
};

// AMSGrad's moments of an array.
struct Moments {
    std::vector<float> mean;    // M
    std::vector<float> square;  // V
    std::vector<float> largest; // the largest V so far
    std::int64_t steps = 0;
    explicit Moments(std::size_t count = 0) : mean(count), square(count), largest(count) {}
    void take(std::span<const float> gradient, const AmsGrad& rule = {});
};

// The model around the present values: loss(x + d) = loss(x) + slope d + curvature d^2 / 2, the slope scaled by the rate.
struct Model {
    std::vector<float> slope;     // pg = rate / (1 - beta1^steps) M
    std::vector<float> curvature; // ph = (sqrt(largest) + epsilon) / sqrt(1 - beta2^steps), above 0
};
Model modelOf(const Moments& moments, double rate, const AmsGrad& rule = {}); // after at least one step
// Where the model is least: w* = w - pg / ph.
std::vector<float> targetOf(std::span<const float> weights, const Model& model);

// B^T g: the derivative along each coordinate; 0 at dead ones.
std::vector<float> alongCoordinates(const MultiBit& form, std::span<const float> gradient);
// The sum over its group at each live coordinate: what a diagonal becomes there, as signs squared are 1.
std::vector<float> overGroups(const MultiBit& form, std::span<const float> diagonal);
// The moments of weights carried to the coordinates, about; `steps` goes on from `before`.
Moments carried(const MultiBit& form, const Moments& ofWeights, std::int64_t before);

// A: bases fixed. alpha may become negative; nothing flips it.
void coordinateStep(MultiBit& form, const Model& ofCoordinates);

struct Groups {
    std::size_t first, last; // [first, last)
};
// B.1: every weight gets the signs whose value is nearest to its target; of two the pattern with the smaller bits.
void chooseSigns(MultiBit& form, std::span<const float> target, Groups groups);
// B.2 and B.3: coordinates in closed form, least sum curvature (target - B alpha)^2 + 1e-6 alpha^2, those that come out negative
// flipped together with their bases.
void solveCoordinates(MultiBit& form, std::span<const float> target, std::span<const float> curvature, Groups groups);

// A coordinate that may be taken away.
struct Candidate {
    std::size_t at = 0;         // [groups, slots], flat
    std::int64_t amongLive = 0; // the how manieth live one, from 0
    float change = 0;           // of the loss in the model: -pg alpha + ph alpha^2 / 2
};
// The `count` live coordinates with the least change, ascending; as many as there are where these are fewer.
std::vector<Candidate> leastUseful(const MultiBit& form, const Model& ofCoordinates, std::size_t count);

} // namespace gridscope::quantize
