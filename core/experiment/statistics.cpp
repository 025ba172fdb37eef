// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace gridscope::experiment {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

} // namespace

Spread spreadOf(std::span<const double> values)
{
    Spread s;
    s.count = values.size();
    if (values.empty()) { return {notKnown, notKnown, 0}; }
    for (const double v : values) { s.mean += v / double(values.size()); }
    double squares = 0;
    for (const double v : values) { squares += (v - s.mean) * (v - s.mean); }
    s.deviation = values.size() < 2 ? notKnown : std::sqrt(squares / double(values.size() - 1));
    return s;
}

// With u = atan(t / sqrt(n)) the density becomes cos^(n-1) u, which is smooth on a finite interval; Simpson's rule.
double studentTail(double t, double degreesOfFreedom)
{
    const double n = degreesOfFreedom;
    const double from = std::atan(std::abs(t) / std::sqrt(n));
    constexpr int intervals = 2000;
    const double width = (std::numbers::pi / 2 - from) / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; ++i) {
        const double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * std::pow(std::max(0.0, std::cos(from + i * width)), n - 1);
    }
    const double constant = std::exp(std::lgamma((n + 1) / 2) - std::lgamma(n / 2)) / std::sqrt(std::numbers::pi);
    return std::clamp(2 * constant * sum * width / 3, 0.0, 1.0);
}

PairedTest pairedTest(std::span<const double> a, std::span<const double> b)
{
    std::vector<double> differences;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) { differences.push_back(a[i] - b[i]); }
    const Spread s = spreadOf(differences);
    PairedTest test{s.mean, notKnown, notKnown, differences.size()};
    if (differences.size() < 2) { return test; }
    if (s.deviation == 0) {
        test.t = s.mean == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), s.mean);
        test.p = s.mean == 0 ? 1 : 0;
        return test;
    }
    test.t = s.mean / (s.deviation / std::sqrt(double(differences.size())));
    test.p = studentTail(test.t, double(differences.size() - 1));
    return test;
}

} // namespace gridscope::experiment
