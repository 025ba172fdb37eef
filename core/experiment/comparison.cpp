// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison.h"

#include "core/base/wording.h"

#include "core/experiment/collector.h"

#include <algorithm>
#include <array>

namespace gridscope::experiment {

namespace {

std::vector<std::int64_t> failedSeeds(const Report& report, const std::array<std::string_view, 2>& arms)
{
    std::vector<std::int64_t> seeds;
    for (const Outcome& o : report.failed) {
        if (std::ranges::find(arms, o.arm) != arms.end()) { seeds.push_back(o.seed); }
    }
    std::ranges::sort(seeds);
    seeds.erase(std::unique(seeds.begin(), seeds.end()), seeds.end());
    return seeds;
}

} // namespace

Comparison compared(const Report& report, const std::string& first, const std::string& second)
{
    std::vector<double> a, b;
    for (const Outcome& one : of(report.outcomes, first)) {
        for (const Outcome& other : of(report.outcomes, second)) {
            if (one.seed != other.seed) { continue; }
            a.push_back(one.quantized);
            b.push_back(other.quantized);
        }
    }
    return {pairedTest(a, b), failedSeeds(report, {first, second})};
}

std::string lowestErrorSentence(const Report& report, const std::string& where,
                                const std::vector<std::pair<std::string, std::string>>& armsAndTitles)
{
    const std::pair<std::string, std::string>* best = nullptr;
    double most = 0;
    for (const auto& arm : armsAndTitles) {
        const Spread s = spreadOf(valuesOf(report.outcomes, arm.first, &Outcome::quantized));
        if (s.count < 2 || (best != nullptr && s.mean <= most)) { continue; }
        best = &arm;
        most = s.mean;
    }
    std::string others;
    for (const auto& arm : armsAndTitles) {
        if (best == nullptr || &arm == best) { continue; }
        const PairedTest test = compared(report, best->first, arm.first).test;
        if (test.pairs < 2) { continue; }
        others += (others.empty() ? "" : "; ") + arm.second + " " + run::fixed(100 * test.meanDifference, 2) + " ("
                  + std::to_string(test.pairs) + " seeds, p = " + run::fixed(test.p, 3) + ")";
    }
    if (others.empty()) { return {}; }
    return where + " " + best->second
           + " has the least mean test error. Points more of the others, over the seeds that both have, and the paired "
             "t-test's p: "
           + others + ".";
}

} // namespace gridscope::experiment
