// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/parabola.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gridscope::quantize {

namespace {

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

} // namespace

// Around the mean of x, and with t^2 made orthogonal to t and 1: the three coefficients come apart.
Parabola parabolaThrough(std::span<const double> x, std::span<const double> y)
{
    if (x.size() < 3) { return {}; }
    const double middle = meanOf(x), height = meanOf(y);
    double second = 0, third = 0, ty = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = x[i] - middle;
        second += t * t;
        third += t * t * t;
        ty += t * (y[i] - height);
    }
    if (second == 0) { return {}; }
    const double slope = third / second, square = second / double(x.size());
    double norm = 0, qy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = x[i] - middle, q = t * t - slope * t - square;
        norm += q * q;
        qy += q * (y[i] - height);
    }
    if (norm <= 1e-12 * second * second) { return {}; }
    const double a = qy / norm, b = ty / second - a * slope, c = height - a * square;
    return {a, b - 2 * a * middle, c - b * middle + a * middle * middle};
}

std::optional<double> usableVertex(const Parabola& parabola, std::span<const double> x)
{
    if (x.size() < 3 || !parabola.opensUpward()) { return std::nullopt; }
    const auto [low, high] = std::ranges::minmax(x);
    const double vertex = parabola.vertex();
    return vertex >= low && vertex <= high ? std::optional(vertex) : std::nullopt;
}

} // namespace gridscope::quantize
