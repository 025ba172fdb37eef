// SPDX-License-Identifier: GPL-3.0-or-later
// The hypothesis.
#include "core/experiment/experiments.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/experiment/collector.h"
#include "core/experiment/comparison.h"

#include <algorithm>
#include <cmath>

namespace gridscope::experiment {

namespace {

using run::RunConfig;

std::string bitsText(const Outcome& outcome)
{
    std::string text;
    for (const LayerOutcome& layer : outcome.layers) {
        text += (text.empty() ? "" : ",") + (layer.bits == 32 ? "float" : run::numberText(layer.bits));
    }
    return text;
}

constexpr const char* learned = "learned";
constexpr const char* sameBits = "same-bits";
constexpr const char* uniform = "uniform";

std::int64_t payloadOf(const Outcome& outcome, int bits)
{
    std::int64_t bytes = 0;
    for (const LayerOutcome& layer : outcome.layers) { bytes += (layer.parameters * bits + 7) / 8; }
    return bytes;
}

int uniformBitsNear(const Outcome& outcome)
{
    int best = 1;
    for (int bits = 2; bits <= 8; ++bits) {
        const auto miss = [&](int b) { return std::abs(payloadOf(outcome, b) - outcome.payloadBytes); };
        if (miss(bits) < miss(best)) { best = bits; }
    }
    return best;
}

RunConfig fixedBits(RunConfig config, std::vector<int> bits)
{
    config.learnBits = false;
    config.dropbits = "none";
    config.bits = std::move(bits);
    return config;
}

std::vector<int> bitsOf(const Outcome& outcome)
{
    std::vector<int> bits;
    for (const LayerOutcome& layer : outcome.layers) {
        bits.push_back(layer.bits == 32 ? 0 : int(std::lround(layer.bits)));
    }
    return bits;
}

std::string comparison(const Report& report, const std::string& other, const std::string& otherName)
{
    const auto [test, failed] = compared(report, learned, other);
    const std::string without = seedsText(failed);
    const std::string leftOut = without.empty() ? "" : "; " + without + " left out, since a run of it failed";
    if (test.pairs < 2) {
        return "Learned bit-lengths against " + otherName + ": a test needs at least two seeds" + leftOut + ".";
    }
    const std::string difference = run::fixed(std::abs(100 * test.meanDifference), 2) + " points";
    const std::string basis = " (paired t-test over " + std::to_string(test.pairs) + " seeds: t = "
                              + run::fixed(test.t, 2) + ", p = " + run::fixed(test.p, 3) + leftOut + ")";
    constexpr double level = 0.05;
    if (!(test.p < level)) {
        return "Learned bit-lengths and " + otherName + " differ by " + run::fixed(100 * test.meanDifference, 2)
               + " points of test accuracy on average, which these seeds cannot tell from chance" + basis + ".";
    }
    return std::string("Learned bit-lengths are ") + (test.meanDifference > 0 ? "better" : "worse") + " than "
           + otherName + " by " + difference + " of test accuracy" + basis + ".";
}

} // namespace

Report hypothesis(const RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run)
{
    if (!base.learnBits) {
        throw ConfigError("The hypothesis is about learned bit-lengths, but learn_bits is false; start from the preset "
                          "learned-bits.");
    }
    Report report;
    report.name = "hypothesis";
    report.question = "Does a network whose bit-lengths were learned beat the same bit-lengths trained from scratch?";
    Collector collect(report, run);
    std::vector<std::int64_t> withoutBits;
    for (const std::int64_t seed : seeds) {
        const RunConfig config = withSeed(base, seed);
        const Outcome* first = collect.add({learned, config});
        if (!first) {
            report.missing += 2;
            continue;
        }
        if (first->failure) {
            withoutBits.push_back(seed);
            continue;
        }
        const Outcome found = *first;
        collect.add({sameBits, fixedBits(config, bitsOf(found))});
        collect.add({uniform, fixedBits(config, {uniformBitsNear(found)})});
    }
    report.header = {"arm", "test error", "latent", "mean bits", "payload, bytes", "bits per layer, seed by seed"};
    for (const char* arm : {learned, sameBits, uniform}) {
        const auto outcomes = of(report.outcomes, arm);
        std::string bits;
        for (const Outcome& o : outcomes) { bits += (bits.empty() ? "" : "; ") + bitsText(o); }
        report.rows.push_back({arm, errorCell(report, arm), errorText(valuesOf(outcomes, arm, &Outcome::latent)),
                               run::fixed(meanOf(valuesOf(outcomes, arm, &Outcome::meanBits)), 2),
                               run::fixed(meanOf(valuesOf(outcomes, arm, &Outcome::payloadBytes)), 0), bits});
    }
    report.sentences = {comparison(report, sameBits, "the same bit-lengths from scratch"),
                        comparison(report, uniform, "one bit-width of about the same payload")};
    if (!withoutBits.empty()) {
        report.sentences.push_back("No bit-lengths were learned with " + seedsText(withoutBits)
                                   + ", so that there is nothing to compare there.");
    }
    return report;
}

} // namespace gridscope::experiment
