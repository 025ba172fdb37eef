// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/kernels/round.h"

namespace gridscope::kernels::GRIDSCOPE_LEVEL {

// Whether every value is a finite number.
inline bool isFinite(const float* values, std::size_t count)
{
    Int fine[parts];
    for (int k = 0; k < parts; ++k) { fine[k] = Int{} - 1; }
    const auto look = [](Float v) { return (v - v) == 0.0F; }; // infinity - infinity is NaN
    std::size_t i = 0;
    for (; i + block <= count; i += block) {
        for (int k = 0; k < parts; ++k) { fine[k] &= look(load<Float>(values + i + k * lanes)); }
    }
    bool all = true;
    for (int k = 0; k < parts; ++k) { all = all && !anyOf(~fine[k]); }
    for (; i < count; ++i) { all = all && values[i] - values[i] == 0.0F; }
    return all;
}

} // namespace gridscope::kernels::GRIDSCOPE_LEVEL
