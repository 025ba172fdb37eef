// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/statistics.h"

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/statistics/univariate_statistics.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gridscope::experiment {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

} // namespace

Spread spreadOf(std::span<const double> values)
{
    if (values.empty()) { return {notKnown, notKnown, 0}; }
    const auto [mean, variance] = boost::math::statistics::mean_and_sample_variance(values.begin(), values.end());
    return {mean, values.size() < 2 ? notKnown : std::sqrt(variance), values.size()};
}

double studentTail(double t, double degreesOfFreedom)
{
    namespace math = boost::math;
    using NoExceptions = math::policies::policy<math::policies::domain_error<math::policies::ignore_error>>;
    const math::students_t_distribution<double, NoExceptions> student(degreesOfFreedom);
    return 2 * math::cdf(math::complement(student, std::abs(t)));
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
