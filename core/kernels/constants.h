// SPDX-License-Identifier: GPL-3.0-or-later
// What the quantizers' kernels need to know of a grid and its noise, computed once for many values, in double.
#pragma once

#include "core/kernels/grid.h"

#include <cstddef>
#include <optional>

namespace gridscope::kernels {

struct GridConstants {
    float alpha = 1;
    float inverse = 1;                 // 1 / alpha, rounded
    float alphaHigh = 1, alphaLow = 0; // their sum is alpha; alphaHigh times a code is exact
    float low = 0, high = 0;           // codes
    float lowest = 0, highest = 0;     // alpha times them
};
// Nothing for a step size so small or large that intermediate results would leave the floats' range.
std::optional<GridConstants> gridConstants(float alpha, const quantize::Grid& grid);

// cpq.md section 4 with exponentials to base 2. All lengths in cells.
struct MultiClassConstants {
    GridConstants grid;
    float perUnit = 1;    // log2 e / sigma: from weight units to exponents
    float perCell = 1;    // lambda log2 e, lambda = alpha / sigma
    float cells = 1;      // 1 / perCell
    float reach = 1;      // exponents beyond it change nothing
    float near[6] = {};   // polynomial of 2^r times the fraction of 2^(-perCell / 2)
    int nearExponent = 0; // its whole part, in a float's exponent bits
    float centre = 0;     // of the grid
    float halfPoints = 1; // K / 2
    float constant = 0;   // 1 / (e^lambda - 1) - K / (e^(K lambda) - 1)
    float factor = 1;     // lambda (1 - e^-lambda) / (1 - e^-(K lambda))
    double lambda = 1;
    // What is smaller than this beside 1 counts as this. Products of four such factors are no denormal numbers yet, which
    // would make the kernel several times slower.
    static constexpr float least = 0x1p-30F, leastExponent = -30;
    // 2^(-perCell k) by the code's distance k from the grid's high and low end, where there are so few codes.
    static constexpr int mostInTables = 32;
    float fromHigh[mostInTables] = {}, fromLow[mostInTables] = {};
};
// Nothing where noise is so narrow that the kernel's exponents would not fit a float.
std::optional<MultiClassConstants> multiClassConstants(float alpha, float sigma, const quantize::Grid& grid);

// CPQ under relaxed masks (core/quantize/relaxed_masks.h): its steps, the levels whose mask is above the next one's.
struct RelaxedConstants {
    static constexpr int mostSteps = 8;
    static constexpr int mostPoints = 256;
    struct Step {
        float low = 0, high = 0; // codes of the level
        float mask = 1;          // m_k
        float maskAbove = 0;     // m_(k+1) / (m_k - m_(k+1))
        float centre = 0;
        float halfPoints = 1; // K / 2
        float weight = 1;     // (m_k - m_(k+1)) (1 - e^-(K lambda)) / (1 - e^-lambda)
        float rate = 0;       // K / (e^(K lambda) - 1)
        // By the open grid's code, from that code's borders: powers to the borders of the level's point nearest to it, and
        // to the level's ends.
        float nearUpper[mostPoints] = {}, nearLower[mostPoints] = {};
        float farUpper[mostPoints] = {}, farLower[mostPoints] = {};
    };
    MultiClassConstants open; // the highest step's grid
    int points = 2;           // in it
    int count = 1;            // of steps, ascending
    float pointRate = 0;      // 1 / (e^lambda - 1)
    Step steps[mostSteps];
};
struct MaskStep {
    quantize::Grid grid;
    double mask = 1;
    double drop = 1;
};
// Sets `c`, which is large; false where the kernel does not fit.
bool setRelaxedConstants(RelaxedConstants& c, float alpha, float sigma, const MaskStep* steps, std::size_t count);

struct ExpectedValueConstants {
    GridConstants grid;
    float perUnit = 1, perCell = 1, cells = 1; // as above
    float reach = 1;
    float half = 1; // perCell / 2
    float lambda = 1;
    float centre = 0;   // of the grid
    float lastCode = 0; // the highest code, counted from the centre
    float decay = 1;    // e^-lambda
    float growth = 1;   // e^lambda
    int window = 1;     // borders to each side of x that count
};
std::optional<ExpectedValueConstants> expectedValueConstants(float alpha, float sigma, const quantize::Grid& grid);

// Bins of a snapshot: 0 below the grid, then binsPerCell for each code from the lowest, then one above the grid.
struct MeasureConstants {
    GridConstants grid;
    float binsPerCell = 1;
    float below = -1, above = 1; // weights in the middle of the bins below and above the grid
    int firstBin = 1;            // added to floor(binsPerCell (t + 1/2)) to count from the one below the grid
    int lastBin = 1;             // the one above the grid
    int zeroBin = 0;             // where the value 0 counts
    std::size_t tableSize = 2;   // lastBin + 1
};
MeasureConstants measureConstants(double alpha, const quantize::Grid& grid, int binsPerCell);

} // namespace gridscope::kernels
