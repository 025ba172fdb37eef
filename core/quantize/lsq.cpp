// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/lsq.h"

#include <algorithm>

namespace gridscope::quantize {

namespace {

double largestCode(const Grid& grid) { return double(std::max(1, grid.high)); } // Q_P

} // namespace

double lsqInitialStep(std::span<const float> values, const Grid& grid)
{
    double sum = 0;
    for (const float value : values) { sum += double(std::abs(value)); }
    const double step = 2 * sum / double(std::max<std::size_t>(1, values.size())) / std::sqrt(largestCode(grid));
    return step > 0 && std::isfinite(step) ? step : 1.0;
}

double lsqGradientScale(std::size_t values, const Grid& grid)
{
    return 1 / std::sqrt(double(std::max<std::size_t>(1, values)) * largestCode(grid));
}

} // namespace gridscope::quantize
