// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/wording.h"
#include "core/experiment/collector.h"
#include "core/experiment/comparison.h"
#include "core/experiment/experiments.h"
#include "core/experiment/method_arms.h"
#include "core/settings/config_fields.h"

#include <algorithm>

namespace gridscope::experiment {

namespace {

using run::RunConfig;

// Learned bit-lengths can only fall, so they begin one above where the others are.
RunConfig nearConfig(const RunConfig& base, const MethodArm& arm, std::int64_t seed)
{
    RunConfig config = armConfig(base, arm, seed);
    config.activationMethod = "float"; // which all of them can do
    if (config.dropbits != "none" && !arm.learnsBits && base.keepProbability == RunConfig().keepProbability) {
        config.keepProbability = {0.99}; // rarely: what the default drops costs a network of this size its clusters
    }
    if (arm.learnsBits) { config.bits = {std::min(base.bits.front() + 1, 8)}; }
    if (arm.method->near == nullptr) { return config; }
    for (const std::string& setting : arm.method->near(base, base.bits.front())) { run::applySetting(config, setting); }
    return config;
}

double meanPayload(const std::vector<Outcome>& outcomes, const MethodArm& arm)
{
    return meanOf(valuesOf(outcomes, arm.name, &Outcome::payloadBytes));
}

Point pointOf(const MethodArm& arm, const std::vector<Outcome>& outcomes)
{
    Point point{arm.title, meanPayload(outcomes, arm), 0, 1, 0, outcomes.size(), arm.method->traits.isFloat};
    for (const Outcome& o : outcomes) {
        const double error = 1 - o.quantized;
        point.error += error / double(outcomes.size());
        point.low = std::min(point.low, error);
        point.high = std::max(point.high, error);
    }
    return point;
}

std::vector<std::string> rowOf(const Report& report, const MethodArm& arm, const std::vector<Outcome>& outcomes)
{
    if (outcomes.empty()) { return {arm.title, "-", "-", "0", errorCell(report, arm.name), "-"}; }
    return {arm.title,
            run::thousands(std::int64_t(meanPayload(outcomes, arm))),
            run::fixed(meanOf(valuesOf(outcomes, arm.name, &Outcome::meanBits)), 2),
            std::to_string(outcomes.size()),
            errorCell(report, arm.name),
            run::fixed(meanOf(valuesOf(outcomes, arm.name, &Outcome::seconds)), 0)};
}

void say(Report& report, const std::vector<MethodArm>& arms, int bits)
{
    std::vector<std::pair<std::string, std::string>> quantized;
    for (const MethodArm& arm : arms) {
        if (!arm.method->traits.isFloat) { quantized.emplace_back(arm.name, arm.title); }
    }
    report.sentences = {
        "Payload is that of the weights, packed; each method is as near to " + std::to_string(bits)
        + (bits == 1 ? " bit" : " bits")
        + " a weight as it comes, so that only rows of about the same payload can be told to be better "
          "or worse. Activations are full precision. An error bar reaches from the best seed to the worst."};
    const std::string sentence = lowestErrorSentence(report, "Of all payloads", quantized);
    if (!sentence.empty()) { report.sentences.push_back(sentence); }
}

} // namespace

Report methodsCompared(const RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run)
{
    Report report;
    report.name = "methods";
    report.question = "How do the methods compare on one network, at about the same payload and the same budget?";
    report.header = {"method", "payload, bytes", "bits a weight", "seeds", "test error", "seconds a run"};
    const std::vector<MethodArm> arms = methodArms();
    Collector collect(report, run);
    for (const std::int64_t seed : seeds) { // seed by seed: its arms share one float network
        for (const MethodArm& arm : arms) { collect.add({arm.name, nearConfig(base, arm, seed)}); }
    }
    for (const MethodArm& arm : arms) {
        const std::vector<Outcome> outcomes = of(report.outcomes, arm.name);
        report.rows.push_back(rowOf(report, arm, outcomes));
        if (!outcomes.empty()) { report.points.push_back(pointOf(arm, outcomes)); }
    }
    say(report, arms, base.bits.front());
    return report;
}

} // namespace gridscope::experiment
