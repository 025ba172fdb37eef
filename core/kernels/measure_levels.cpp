// SPDX-License-Identifier: GPL-3.0-or-later
// As levels.cpp, but without fused multiply-add: what is shown of weights is then the same at every level.
#include "core/kernels/measure.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

void measureExactly(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals);

void measureExactly(const MeasureConstants& constants, const float* weights, std::size_t count, std::int8_t* codes,
                    std::uint32_t* tables, MeasureTotals& totals)
{
    measure(constants, weights, count, codes, tables, totals);
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
