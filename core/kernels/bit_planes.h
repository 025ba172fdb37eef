// SPDX-License-Identifier: GPL-3.0-or-later
// A training step of bit planes in one pass over them: gradient, momentum, clamp, and the weights of the next forward pass.
#pragma once

#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

// Sixteen values of one plane and what belongs to them.
struct PlaneBlock {
    float *positive, *negative, *positiveVelocity, *negativeVelocity;
    const float* gradient;
    float* z;
};

// velocity = momentum velocity + gradient, value = clamp(value - rate velocity).
GRIDSCOPE_INLINE Float movedBit(const PlaneConstants& c, float* value, float* velocity, Float gradient, float decay)
{
    const Float before = load<Float>(value);
    const Float v = c.momentum * load<Float>(velocity) + (gradient + decay * before);
    const Float after = clamp(before - c.rate * v, Float{}, all(2));
    store(velocity, v);
    store(value, after);
    return after;
}

GRIDSCOPE_INLINE void stepBlock(const PlaneConstants& c, int plane, const PlaneBlock& at, Float* squares)
{
    for (int k = 0; k < parts; ++k) {
        const int i = k * lanes;
        const Float gradient = c.gradient[plane] * load<Float>(at.gradient + i);
        const Float p = movedBit(c, at.positive + i, at.positiveVelocity + i, gradient, c.decay[plane]);
        const Float m = movedBit(c, at.negative + i, at.negativeVelocity + i, -gradient, c.decay[plane]);
        store(at.z + i, load<Float>(at.z + i) + c.share[plane] * (p - m));
        squares[k] += p * p + m * m;
    }
}

// Fewer than sixteen, filled up with zeros, which stay zeros.
inline void stepRest(const PlaneConstants& c, int plane, const PlaneBlock& at, std::size_t count, Float* squares)
{
    float arrays[4][block] = {}, gradient[block] = {};
    float* const places[4] = {at.positive, at.negative, at.positiveVelocity, at.negativeVelocity};
    const std::size_t bytes = count * sizeof(float);
    for (int k = 0; k < 4; ++k) { __builtin_memcpy(arrays[k], places[k], bytes); }
    __builtin_memcpy(gradient, at.gradient, bytes);
    stepBlock(c, plane, {arrays[0], arrays[1], arrays[2], arrays[3], gradient, at.z}, squares);
    for (int k = 0; k < 4; ++k) { __builtin_memcpy(places[k], arrays[k], bytes); }
}

// At most `inFloat` values of one plane.
inline void stepPlane(const PlaneConstants& c, int plane, const PlaneBlock& at, std::size_t count, PlaneTotals& totals)
{
    Float squares[parts] = {};
    std::size_t i = 0;
    const auto from = [&] {
        return PlaneBlock{at.positive + i,         at.negative + i, at.positiveVelocity + i,
                          at.negativeVelocity + i, at.gradient + i, at.z + i};
    };
    for (; i + block <= count; i += block) { stepBlock(c, plane, from(), squares); }
    if (i < count) { stepRest(c, plane, from(), count - i, squares); }
    float sums[block];
    for (int k = 0; k < parts; ++k) { store(sums + k * lanes, squares[k]); }
    for (const float sum : sums) { totals.squares[plane] += double(sum); }
}

// step times the nearest whole number of K z, halves to the even one.
inline void roundSums(const PlaneConstants& c, const float* z, float* weights, std::size_t count, PlaneTotals& totals)
{
    for (std::size_t i = 0; i < count; i += lanes) { // z is as long as whole vectors
        const Float inside = clamp(load<Float>(z + i), all(-1), all(1)) * c.top;
        const Float code = (inside + wholeShift) - wholeShift;
        totals.isAlive |= anyOf(code != 0.0F);
        const Float weight = c.step * code;
        const std::size_t left = count - i;
        __builtin_memcpy(weights + i, &weight, (left < lanes ? left : lanes) * sizeof(float));
    }
}

inline void stepPlanes(const PlaneConstants& c, const PlaneArrays& arrays, PlaneTotals& totals)
{
    for (std::size_t from = 0; from < arrays.count; from += inFloat) {
        const std::size_t left = arrays.count - from;
        const std::size_t count = left < inFloat ? left : inFloat;
        float z[inFloat] = {};
        for (int plane = c.planes - 1; plane >= 0; --plane) {
            const std::size_t at = std::size_t(plane) * c.stride + from;
            stepPlane(c, plane,
                      {arrays.positive + at, arrays.negative + at, arrays.positiveVelocity + at,
                       arrays.negativeVelocity + at, arrays.gradient + from, z},
                      count, totals);
        }
        roundSums(c, z, arrays.weights + from, count, totals);
    }
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
