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
    // Far outside only the side counts. NaN counts as below, as its code is the lowest.
    const Float number = w == w ? w : all(2 * g.lowest - 2 * g.alpha);
    const Float t = quotient(clamp(number, all(2 * g.lowest - 2 * g.alpha), all(2 * g.highest + 2 * g.alpha)),
                             all(g.alpha), all(g.inverse));
    const Float border = t + 0.5F, cell = floorOf(border);
    const Int isBelow = cell<g.low, isAbove = cell> g.high;
    const Float code = clamp(cell, all(g.low), all(g.high));
    const Float share = (border - cell) * c.binsPerCell; // [0, binsPerCell], up to rounding
    const Float inCell = atMost(floorOf(share), all(c.binsPerCell - 1));
    const Int inside = bitsOf(((code - g.low) * c.binsPerCell + inCell) + (wholeShift + 1)) & 0xFFFF;
    const Int outside = isBelow ? Int{} : c.lastBin - Int{};
    const Float away = t - code;
    const Int isOutside = isBelow | isAbove;
    return {isOutside ? Float{} : (away < 0.0F ? -away : away), code, isOutside ? outside : inside};
}

struct MeasureSums {
    Float distance{}, distanceNonzero{}, error{}, energy{};
};

inline void measure(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals)
{
    const MeasureConstants c = constants;
    std::uint32_t* const table[4] = {tables, tables + c.tableSize, tables + 2 * c.tableSize, tables + 3 * c.tableSize};
    double distance[block] = {}, distanceNonzero[block] = {}, error[block] = {}, energy[block] = {};
    std::int64_t same = 0;
    typedef std::int8_t Codes __attribute__((vector_size(lanes)));

    for (std::size_t i = 0; i < count;) {
        MeasureSums sums[parts];
        Int equal[parts] = {};
        // Sums of four blocks in float, all beyond in double.
        for (int inFloat = 0; inFloat < 4 && i < count; ++inFloat, i += block) {
            const std::size_t here = count - i < std::size_t(block) ? count - i : std::size_t(block);
            float rest[block] = {}; // filled up with zeros, which weigh nothing and are taken off the table again
            std::int8_t restCodes[block] = {};
            const bool isWhole = here == std::size_t(block);
            if (!isWhole) {
                __builtin_memcpy(rest, weights + i, here * sizeof(float));
                __builtin_memcpy(restCodes, codes + i, here);
            }
            const float* from = isWhole ? weights + i : rest;
            std::int8_t* to = isWhole ? codes + i : restCodes;
            std::int32_t bins[block];
            for (int k = 0; k < parts; ++k) {
                const Float w = load<Float>(from + k * lanes);
                const BinOf b = binOf(c, w);
                const Float miss = w - c.grid.alpha * b.code;
                sums[k].distance += b.within;
                sums[k].distanceNonzero += b.code == 0.0F ? Float{} : b.within;
                sums[k].error += miss * miss;
                sums[k].energy += w * w;
                const Int code = __builtin_convertvector(b.code, Int);
                equal[k] += __builtin_convertvector(load<Codes>(to + k * lanes), Int) == code;
                store(to + k * lanes, __builtin_convertvector(code, Codes));
                store(bins + k * lanes, b.bin);
            }
            for (int k = 0; k < block; k += 4) {
                for (int j = 0; j < 4; ++j) { ++table[j][bins[k + j]]; }
            }
            if (!isWhole) {
                __builtin_memcpy(codes + i, restCodes, here);
                table[0][c.zeroBin] -=
                    std::uint32_t(block - int(here)); // may wrap around; the four tables' sum does not
                same -= block - int(here);
            }
        }
        float d[block], n[block], e[block], p[block];
        for (int k = 0; k < parts; ++k) {
            store(d + k * lanes, sums[k].distance);
            store(n + k * lanes, sums[k].distanceNonzero);
            store(e + k * lanes, sums[k].error);
            store(p + k * lanes, sums[k].energy);
            for (int j = 0; j < lanes; ++j) { same -= equal[k][j]; }
        }
        for (int j = 0; j < block; ++j) {
            distance[j] += double(d[j]);
            distanceNonzero[j] += double(n[j]);
            error[j] += double(e[j]);
            energy[j] += double(p[j]);
        }
    }
    totals.same += same;
    for (int j = 0; j < block; ++j) {
        totals.distance += distance[j];
        totals.distanceNonzero += distanceNonzero[j];
        totals.error += error[j];
        totals.energy += energy[j];
    }
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
