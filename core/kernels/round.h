// SPDX-License-Identifier: GPL-3.0-or-later
// Rounding to the grid, and the walk over a tensor's values that all backward kernels share.
#pragma once

#include "core/kernels/kernels.h"
#include "core/kernels/vector.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

// quantize::nearestCode of all lanes but for NaN, which stays NaN.
GRIDSCOPE_INLINE Float nearestCode(const GridConstants& c, Float x)
{
    const Float inside = clamp(x, all(c.lowest), all(c.highest));
    return floorOf(quotient(inside, all(c.alpha), all(c.inverse)) + 0.5F);
}

// x - alpha n as good as in double: far from zero the product's rounding error would else be as large as what is left.
GRIDSCOPE_INLINE Float offset(const GridConstants& c, Float x, Float code)
{
#if defined(__FMA__)
    return minusProduct(x, all(c.alpha), code);
#else
    return (x - c.alphaHigh * code) - c.alphaLow * code;
#endif
}

inline void roundToGrid(const GridConstants& c, const float* x, float* out, std::size_t count)
{
    const auto rounded = [&](Float v) {
        const Float code = nearestCode(c, v);
        return c.alpha * (code == code ? code : all(c.low));
    };
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) { store(out + i, rounded(load<Float>(x + i))); }
    if (i < count) {
        float rest[lanes] = {};
        __builtin_memcpy(rest, x + i, (count - i) * sizeof(float));
        store(rest, rounded(load<Float>(rest)));
        __builtin_memcpy(out + i, rest, (count - i) * sizeof(float));
    }
}

// What a backward kernel makes of some values: the gradient of each, and its share in the sums for alpha and sigma.
struct Shares {
    Float x, alpha, sigma;
};

// Sixteen values are a block at every level, and value i of each block has a sum of its own: the order of additions does
// not depend on the width of the vectors. Sums of 32 blocks in float, all beyond in double.
constexpr int block = 16;
constexpr int parts = block / lanes;
constexpr std::size_t inFloat = 32 * block;

struct BlockSums {
    Float alpha[parts] = {}, sigma[parts] = {};
    template <typename Equations>
    GRIDSCOPE_INLINE void add(const Equations& equations, const float* x, const float* gradOut, float* gradX)
    {
        for (int k = 0; k < parts; ++k) {
            const Shares s = equations(load<Float>(x + k * lanes), load<Float>(gradOut + k * lanes));
            store(gradX + k * lanes, s.x);
            alpha[k] += s.alpha;
            sigma[k] += s.sigma;
        }
    }
    GRIDSCOPE_INLINE void moveTo(double* alphaTotals, double* sigmaTotals)
    {
        float a[block], s[block];
        for (int k = 0; k < parts; ++k) {
            store(a + k * lanes, alpha[k]);
            store(s + k * lanes, sigma[k]);
        }
        for (int i = 0; i < block; ++i) {
            alphaTotals[i] += double(a[i]);
            sigmaTotals[i] += double(s[i]);
        }
        *this = {};
    }
};

template <typename Equations>
GRIDSCOPE_INLINE ParameterSums overBlocks(const Gradients& g, const Equations& equations)
{
    double alpha[block] = {}, sigma[block] = {};
    BlockSums sums;
    const std::size_t whole = g.count / block * block;
    for (std::size_t i = 0; i < whole;) {
        const std::size_t end = i + inFloat < whole ? i + inFloat : whole;
        for (; i < end; i += block) { sums.add(equations, g.x + i, g.gradOut + i, g.gradX + i); }
        sums.moveTo(alpha, sigma);
    }
    if (whole < g.count) { // the rest, filled up with values that get no gradient
        float x[block] = {}, gradOut[block] = {}, gradX[block];
        const std::size_t bytes = (g.count - whole) * sizeof(float);
        __builtin_memcpy(x, g.x + whole, bytes);
        __builtin_memcpy(gradOut, g.gradOut + whole, bytes);
        sums.add(equations, x, gradOut, gradX);
        sums.moveTo(alpha, sigma);
        __builtin_memcpy(g.gradX + whole, gradX, bytes);
    }
    ParameterSums total;
    for (int i = 0; i < block; ++i) {
        total.alpha += alpha[i];
        total.sigma += sigma[i];
    }
    return total;
}

inline ParameterSums plain(const GridConstants& c, const Gradients& values) // quantize::PlainEstimator
{
    return overBlocks(values, [&](Float x, Float gradOut) {
        const Float t =
            quotient(clamp(x, all(2 * c.lowest - c.alpha), all(2 * c.highest + c.alpha)), all(c.alpha), all(c.inverse));
        const Float code = nearestCode(c, x);
        const Int inside = (t >= c.low) & (t <= c.high);
        const Float passed = inside ? gradOut : gradOut * (code - code); // 0, or NaN
        return Shares{passed, gradOut * code - passed * t, Float{}};
    });
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
