// SPDX-License-Identifier: GPL-3.0-or-later
// The little statistics that a handful of seeds allow, by Boost.Math. The paired test is put together here: Boost.Math's t test
// ends with an exception where all differences are equal or one is not known, which tables of results have to show.
#pragma once

#include <span>

namespace gridscope::experiment {

struct Spread {
    double mean = 0;
    double deviation = 0; // sample standard deviation; NaN for fewer than two values
    std::size_t count = 0;
};
Spread spreadOf(std::span<const double> values);

// Paired t-test (Student 1908) of a - b, pair by pair, two-sided.
struct PairedTest {
    double meanDifference = 0;
    double t = 0;
    double p = 1; // NaN for fewer than two pairs; 0 when all differences are equal and not 0
    std::size_t pairs = 0;
};
PairedTest pairedTest(std::span<const double> a, std::span<const double> b);
// P(|T| > t) of Student's distribution; NaN for NaN.
double studentTail(double t, double degreesOfFreedom);

} // namespace gridscope::experiment
