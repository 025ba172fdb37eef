// SPDX-License-Identifier: GPL-3.0-or-later
// quantize::measure's pass over the weights. The vector part finds each weight's bin; counting goes to four tables in turn,
// because two weights of one bin in a row would wait for each other. What can be had from the histogram is not counted.
#pragma once

#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

struct BinOf {
    Float within; // distance from the grid point in cells, [0, 1/2]; 0 outside the grid
    Float code;
    Int bin; // 0: below the grid, 1 ... bins, bins + 1: above
};

GRIDSCOPE_INLINE BinOf binOf(const MeasureConstants& c, Float w)
{
    const GridConstants& g = c.grid;
    // Outside only the side counts. NaN counts as below, as its code is the lowest: it fails the comparison.
    const Float inReach = atMost(w > c.below ? w : all(c.below), all(c.above));
    const Float t = quotient(inReach, all(g.alpha), all(g.inverse));
    const Float border = t + 0.5F, cell = floorOf(border);
    const Float code = clamp(cell, all(g.low), all(g.high));
    const Float away = t - code;
    // A power of two bins a cell: multiplying is exact.
    return {code == cell ? magnitude(away) : Float{}, code, floorToInt(border * c.binsPerCell) + c.firstBin};
}

typedef std::int8_t Codes __attribute__((vector_size(lanes)));

// By the place in a block, as in BlockSums.
struct MeasureSums {
    Float distance[parts] = {}, distanceNonzero[parts] = {}, error[parts] = {}, energy[parts] = {};
    Codes same[parts] = {}; // minus the number of weights with the code they had
};

GRIDSCOPE_INLINE void measureBlock(const MeasureConstants& c, const float* weights, std::int8_t* codes,
                                   std::uint16_t* bins, MeasureSums& sums)
{
#pragma GCC unroll 4
    for (int k = 0; k < parts; ++k) {
        const Float w = load<Float>(weights + k * lanes);
        const BinOf b = binOf(c, w);
        const Float miss = w - c.grid.alpha * b.code;
        sums.distance[k] += b.within;
        sums.distanceNonzero[k] += b.code == 0.0F ? Float{} : b.within;
        sums.error[k] += miss * miss;
        sums.energy[k] += w * w;
        const Codes code = Codes(lowBytes(__builtin_convertvector(b.code, Int)));
        sums.same[k] += load<Codes>(codes + k * lanes) == code;
        store(codes + k * lanes, code);
        store(bins + k * lanes, lowWords(b.bin));
    }
}

// Four indices at a load: many loads between scattered stores would wait for stores that only look like theirs.
GRIDSCOPE_INLINE void countBlock(const std::uint16_t* bins, std::size_t tableSize, std::uint32_t* tables)
{
    std::uint32_t* const second = tables + tableSize;
    std::uint32_t* const third = second + tableSize;
    std::uint32_t* const fourth = third + tableSize;
#pragma GCC unroll 4
    for (int i = 0; i < block; i += 4) {
        std::uint64_t four;
        __builtin_memcpy(&four, bins + i, sizeof four);
        ++tables[four & 0xFFFF];
        ++second[four >> 16 & 0xFFFF];
        ++third[four >> 32 & 0xFFFF];
        ++fourth[four >> 48];
    }
}

GRIDSCOPE_INLINE void addTo(double* totals, const Float (&places)[parts])
{
    float values[block];
    for (int k = 0; k < parts; ++k) { store(values + k * lanes, places[k]); }
    for (int i = 0; i < block; ++i) { totals[i] += double(values[i]); }
}

GRIDSCOPE_INLINE double sumOf(const double* totals)
{
    double all = 0;
    for (int i = 0; i < block; ++i) { all += totals[i]; }
    return all;
}

inline void measure(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals)
{
    constexpr std::size_t inFloat = 64 * block; // sums of so many in float, all beyond in double
    const MeasureConstants c = constants;
    double distance[block] = {}, distanceNonzero[block] = {}, error[block] = {}, energy[block] = {};
    const std::size_t whole = count / block * block;
    std::uint16_t bins[2][block] = {};
    tables[0] -= block; // what bins[1] holds at first (may wrap around; the sum of the four tables does not)
    int turn = 0;
    for (std::size_t i = 0; i < count;) {
        MeasureSums sums;
        const std::size_t end = i + inFloat < whole ? i + inFloat : whole;
        for (; i < end; i += block) {
            __builtin_prefetch(weights + i + 32 * block); // after a step, they are far away
            measureBlock(c, weights + i, codes + i, bins[turn], sums);
            turn ^= 1;
            countBlock(bins[turn], c.tableSize, tables); // the block before: counting overlaps with computing
        }
        if (i == whole && i < count) { // the rest, filled up with zeros: they weigh nothing and are taken off again
            float rest[block] = {};
            std::int8_t restCodes[block] = {};
            const std::size_t here = count - i;
            __builtin_memcpy(rest, weights + i, here * sizeof(float));
            __builtin_memcpy(restCodes, codes + i, here);
            measureBlock(c, rest, restCodes, bins[turn], sums);
            turn ^= 1;
            countBlock(bins[turn], c.tableSize, tables);
            __builtin_memcpy(codes + i, restCodes, here);
            for (std::size_t k = here; k < std::size_t(block); ++k) {
                --tables[(k % 4) * c.tableSize + std::size_t(c.zeroBin)];
            }
            totals.same -= block - std::int64_t(here);
            i = count;
        }
        addTo(distance, sums.distance);
        addTo(distanceNonzero, sums.distanceNonzero);
        addTo(error, sums.error);
        addTo(energy, sums.energy);
        std::int8_t same[block];
        for (int k = 0; k < parts; ++k) { store(same + k * lanes, sums.same[k]); }
        for (int k = 0; k < block; ++k) { totals.same -= same[k]; }
    }
    countBlock(bins[turn ^ 1], c.tableSize, tables);
    totals.distance += sumOf(distance);
    totals.distanceNonzero += sumOf(distanceNonzero);
    totals.error += sumOf(error);
    totals.energy += sumOf(energy);
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
