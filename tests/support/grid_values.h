// SPDX-License-Identifier: GPL-3.0-or-later
// Values to try a quantizer on: all over its grid, on points and borders, and far outside; and gradients to send back.
#pragma once

#include "core/base/random.h"
#include "core/kernels/grid.h"

#include <vector>

namespace gridscope::test {

inline std::vector<double> interestingValues(const quantize::Grid& grid, double alpha, double sigma)
{
    std::vector<double> x;
    const double lowest = alpha * (grid.low - 0.5), highest = alpha * (grid.high + 0.5);
    run::Random random(7, run::Random::Purpose::ToyPoints);
    for (int i = 0; i < 200; ++i) { x.push_back(lowest - alpha + random.uniform() * (highest - lowest + 2 * alpha)); }
    for (int n : {grid.low, -1, 0, 1, grid.high}) {
        if (n < grid.low || n > grid.high) { continue; }
        x.push_back(alpha * n);
        x.push_back(alpha * (n + 0.5)); // on the border
        x.push_back(alpha * (n - 0.5));
        x.push_back(alpha * (n + 0.4999));
    }
    for (const double far : {1.0, 10.0, 100.0, 1000.0}) {
        x.push_back(highest + far * sigma);
        x.push_back(lowest - far * sigma);
    }
    return x;
}

inline std::vector<double> asFloats(const std::vector<double>& values)
{
    std::vector<double> rounded;
    for (const double v : values) { rounded.push_back(double(float(v))); }
    return rounded;
}

inline std::vector<double> incomingGradients(std::size_t count)
{
    std::vector<double> g;
    for (std::size_t i = 0; i < count; ++i) { g.push_back((i % 3 == 0 ? -1.0 : 1.0) * (0.5 + double(i % 7) / 7)); }
    return g;
}

} // namespace gridscope::test
