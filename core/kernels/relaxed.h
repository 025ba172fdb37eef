// SPDX-License-Identifier: GPL-3.0-or-later
// quantize::RelaxedMaskEstimator for many values at a time: CPQ under relaxed masks, with the masks' own gradients.
// Everything hangs on the two borders of the cell that x lies in (near+, near- of multi_class.h): the borders of any other
// cell or level are theirs times a power that depends on the code alone, so one table per step of the masks gives it and
// there are two exponentials a value as without masks.
//     score of step k's candidate     m_k pi(candidate), the largest wins (compared without a division)
//     share_k = drop_k Z_k / pi*      weight_k (1 + near+)(1 + near-) / ((1 + far+_k)(1 + far-_k))
//     r* = m* / D,  D = sum_k share_k,  and X, B, A, Y as in multi_class.h with the levels' P_k, M_k weighed by their
//     shares instead of one level's.
#pragma once

#include "core/kernels/multi_class.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

// How many steps there are and points in the open grid, where the compiler is to know it.
template <int steps, int mostPoints>
struct Shape {
    static int count(const RelaxedConstants& c) { return steps > 0 ? steps : c.count; }
    static constexpr int points = mostPoints;
};

// Entry `index` of a table over the open grid's codes.
template <int size>
GRIDSCOPE_INLINE Float entryOf(const float* table, Int index)
{
#if defined(__AVX512F__)
    if (size <= 16) { return __builtin_shuffle(load<Float>(table), index); }
    return Float(_mm512_mask_i32gather_ps(_mm512_setzero_ps(), 0xFFFF, __m512i(index), table, 4));
#elif defined(__AVX2__)
    if (size <= 8) { return __builtin_shuffle(load<Float>(table), index); }
    if (size <= 16) { return FarByTable<16>::lookUp(table, index); }
    return Float(_mm256_i32gather_ps(table, __m256i(index), 4));
#else
    return Float{table[index[0]], table[index[1]], table[index[2]], table[index[3]]};
#endif
}

GRIDSCOPE_INLINE Borders moved(const Borders& from, Float upperPower, Float lowerPower)
{
    return {from.upper * upperPower, from.lower * lowerPower};
}

// x's own cell in the open grid, and the point that wins under the masks.
struct Winner {
    Float code;     // of the winning point
    Float exponent; // of x's distance from x's own grid point
    Float distance; // of the winning point from x's own, in cells
    Float mask;     // m of the winner's step
    Float step;     // the winner's step
    Borders near;   // of the winner's cell
    Borders own;    // of x's cell
    Int index;      // of x's own code
};

// The winning point's distance from x, which counts as the grid's end beyond it; in cells.
GRIDSCOPE_INLINE Float fromValue(const GridConstants& grid, const Winner& w, Float ownOffset)
{
    return w.distance - offsetInside(grid, w.code - w.distance, ownOffset);
}

template <typename Form>
GRIDSCOPE_INLINE Winner winnerOf(const RelaxedConstants& c, Float x)
{
    const MultiClassConstants& open = c.open;
    const Float own = nearestCode(open.grid, x);
    const Float exponent = clamp(offset(open.grid, x, own) * open.perUnit, all(-open.reach), all(open.reach));
    const Borders near = nearBorders(open, exponent);
    const Float number = own == own ? own : all(open.grid.low);
    const Int index = bitsOf((number - open.grid.low) + wholeShift) & 0xFFFF;

    const RelaxedConstants::Step& last = c.steps[Form::count(c) - 1];
    Winner best{own, exponent, Float{}, all(last.mask), all(float(Form::count(c) - 1)), near, near, index};
    Float bestWhole = (1.0F + near.upper) * (1.0F + near.lower);
    for (int k = Form::count(c) - 2; k >= 0; --k) {
        const RelaxedConstants::Step& s = c.steps[k];
        const Float code = clamp(own, all(s.low), all(s.high));
        const Borders here =
            moved(near, entryOf<Form::points>(s.nearUpper, index), entryOf<Form::points>(s.nearLower, index));
        const Float whole = (1.0F + here.upper) * (1.0F + here.lower);
        // Where both have the same point, this one's mask is the larger.
        const Int wins = s.mask * bestWhole > best.mask * whole;
        best.code = wins ? code : best.code;
        best.mask = wins ? all(s.mask) : best.mask;
        best.step = wins ? all(float(k)) : best.step;
        best.near.upper = wins ? here.upper : best.near.upper;
        best.near.lower = wins ? here.lower : best.near.lower;
        bestWhole = wins ? whole : bestWhole;
    }
    best.distance = best.code - own;
    return best;
}

template <typename Form>
inline void roundToRelaxedGridAs(const RelaxedConstants& constants, const float* x, float* out, std::size_t count)
{
    const RelaxedConstants& c = constants;
    const auto rounded = [&](Float v) {
        const Float code = winnerOf<Form>(c, v).code;
        return c.open.grid.alpha * (code == code ? code : all(c.steps[Form::count(c) - 1].low));
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

// Sums for each border between two steps, by the place in a block as in BlockSums.
struct MaskSums {
    Float sums[RelaxedConstants::mostSteps][parts] = {};
    int part = 0;
};

template <Origin origin, typename Form>
inline ParameterSums relaxedRun(const RelaxedConstants& constants, const Gradients& values, double* maskSums)
{
    const RelaxedConstants& c = constants;
    const MultiClassConstants& open = c.open;
    MaskSums borders;
    ParameterSums sums = overBlocks(values, [&](Float x, Float gradOut) {
        const Winner w = winnerOf<Form>(c, x);
        const Float nearProduct = w.near.upper * w.near.lower, nearSum = w.near.upper + w.near.lower;
        const Float nearWhole = 1.0F + nearSum + nearProduct;
        const Float nearInverse = reciprocal(nearWhole);
        const Float capitalP = (w.near.upper - w.near.lower) * nearInverse;
        const Float capitalM = (nearSum + 2.0F * nearProduct) * nearInverse;

        Float share[RelaxedConstants::mostSteps];
        Float whole{}, p{}, b{};
        for (int k = 0; k < Form::count(c); ++k) {
            const RelaxedConstants::Step& s = c.steps[k];
            const Borders far =
                moved(w.own, entryOf<Form::points>(s.farUpper, w.index), entryOf<Form::points>(s.farLower, w.index));
            const Float farProduct = far.upper * far.lower, farSum = far.upper + far.lower;
            const Float inverse = reciprocal(1.0F + farSum + farProduct);
            const Float difference = far.upper - far.lower;
            share[k] = s.weight * nearWhole * inverse;
            whole += share[k];
            p += difference * inverse * share[k]; // in this order no product is denormal
            b +=
                s.rate * share[k]
                + (s.halfPoints * (farSum + 2.0F * farProduct) - (w.code - s.centre) * difference) * inverse * share[k];
        }
        const Float inverse = reciprocal(whole);
        const Float logX = p * inverse - capitalP;
        const Float logB = b * inverse - (0.5F * capitalM + c.pointRate);
        const Float along = gradOut * w.code, ownOffset = w.exponent * open.cells;
        const Float lever = origin == Origin::Zero ? along : gradOut * fromValue(open.grid, w, ownOffset);
        const Float probability = w.mask * inverse;
        const Float pull = lever * probability; // G lever r
        const Float f = ownOffset - w.distance;

        Float above{};
        for (int k = Form::count(c) - 2; k >= 0; --k) {
            above += share[k + 1];
            const Float isBelow = w.step > float(k) ? all(1) : Float{};
            const Float slope = isBelow - (above - share[k] * c.steps[k].maskAbove) * inverse;
            borders.sums[k][borders.part] += pull * slope;
        }
        borders.part = (borders.part + 1) % parts;
        const Float scaled = pull * float(open.lambda);
        return Shares{scaled * logX, along - scaled * (w.code * logX + logB), scaled * (logB - f * logX)};
    });
    sums.sigma *= open.lambda;
    for (int k = 0; k + 1 < Form::count(c); ++k) {
        double total = 0;
        for (int part = 0; part < parts; ++part) {
            for (int lane = 0; lane < lanes; ++lane) { total += double(borders.sums[k][part][lane]); }
        }
        maskSums[k] += total * double(open.grid.alpha);
    }
    return sums;
}

template <Origin origin, typename Form>
inline ParameterSums relaxedAs(const RelaxedConstants& c, const Gradients& values, double* maskSums)
{
    constexpr std::size_t run = 4096; // the masks' sums are in float within a run
    ParameterSums all;
    for (std::size_t i = 0; i < values.count; i += run) {
        const std::size_t count = values.count - i < run ? values.count - i : run;
        const ParameterSums sums =
            relaxedRun<origin, Form>(c, {values.x + i, values.gradOut + i, values.gradX + i, count}, maskSums);
        all.alpha += sums.alpha;
        all.sigma += sums.sigma;
    }
    return all;
}

// Calls work with the Shape that fits: up to 4 bits, bitwise sharing has at most four steps.
template <typename Work>
GRIDSCOPE_INLINE auto inShape(const RelaxedConstants& c, Work work)
{
    if (c.points > 16) { return work(Shape<0, RelaxedConstants::mostPoints>()); }
    switch (c.count) {
    case 1: return work(Shape<1, 16>());
    case 2: return work(Shape<2, 16>());
    case 3: return work(Shape<3, 16>());
    case 4: return work(Shape<4, 16>());
    default: return work(Shape<0, 16>());
    }
}

inline void roundToRelaxedGrid(const RelaxedConstants& c, const float* x, float* out, std::size_t count)
{
    inShape(c, [&](auto shape) { roundToRelaxedGridAs<decltype(shape)>(c, x, out, count); });
}

template <Origin origin>
inline ParameterSums relaxed(const RelaxedConstants& c, const Gradients& values, double* maskSums)
{
    return inShape(c, [&](auto shape) { return relaxedAs<origin, decltype(shape)>(c, values, maskSums); });
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
