// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/max_abs.h"

#include <algorithm>

namespace gridscope::quantize {

double maxAbsStep(std::span<const float> values, const Grid& grid)
{
    float largest = 0;
    for (const float value : values) { largest = std::max(largest, std::abs(value)); }
    return largest > 0 && std::isfinite(largest) ? double(largest) / double(std::max(1, grid.high)) : 1.0;
}

} // namespace gridscope::quantize
