// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/collector.h"

#include "core/base/wording.h"
#include "core/experiment/comparison.h"
#include "core/experiment/experiments.h"
#include "core/experiment/method_arms.h"

namespace gridscope::experiment {

namespace {

using run::RunConfig;

// Those whose bit-length can be set: the others come to one of their own.
std::vector<MethodArm> armsOfTable()
{
    std::vector<MethodArm> arms = methodArms();
    std::erase_if(arms, [](const MethodArm& arm) { return arm.method->near != nullptr; });
    return arms;
}

RunConfig tableConfig(const RunConfig& base, const MethodArm& arm, int bits, std::int64_t seed)
{
    RunConfig config = armConfig(base, arm, seed);
    config.bits = {bits};
    config.activationBits = bits;
    // RQ's paper draws weights and activations; half of it would not be its method. Others quantize both in a way of their own.
    const run::Traits& traits = arm.method->traits;
    const bool isOfBoth = traits.isFloat || traits.drawsPoints || traits.ownsActivations;
    if (isOfBoth) { config.activationMethod = arm.method->name; }
    return config;
}

std::string armName(const MethodArm& arm, int bits)
{
    return arm.name + (arm.method->traits.isFloat ? "" : "-" + std::to_string(bits) + "bit");
}

std::string bitsText(int bits) { return std::to_string(bits) + "/" + std::to_string(bits); }

std::vector<std::pair<std::string, std::string>> quantizedArms(const std::vector<MethodArm>& arms, int bits)
{
    std::vector<std::pair<std::string, std::string>> named;
    for (const MethodArm& arm : arms) {
        if (!arm.method->traits.isFloat) { named.emplace_back(armName(arm, bits), arm.title); }
    }
    return named;
}

} // namespace

Report resultsTable(const RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run)
{
    Report report;
    report.name = "table";
    report.question = "How do the methods compare at the same budget, with weights and activations of 4, 3 and 2 bits?";
    report.header = {"method",
                     "bits W/A",
                     "seeds",
                     "test error",
                     "quantization loss, points",
                     "mean bits",
                     "score without zero, layer by layer"};
    const auto arms = armsOfTable();
    Collector collect(report, run);
    for (const std::int64_t seed : seeds) { // seed by seed: its arms share one float network
        for (const int bits : {3, 4, 2}) {
            for (const MethodArm& arm : arms) {
                if (arm.method->traits.isFloat && bits != 3) { continue; }
                collect.add({armName(arm, bits), tableConfig(base, arm, bits, seed)});
            }
        }
    }
    for (const int bits : {4, 3, 2}) {
        for (const MethodArm& arm : arms) {
            const bool isFloat = arm.method->traits.isFloat;
            if (isFloat && bits != 4) { continue; }
            const auto outcomes = of(report.outcomes, armName(arm, bits));
            if (outcomes.empty() && of(report.failed, armName(arm, bits)).empty()) { continue; } // not run, or not yet
            std::vector<double> losses;
            for (const Outcome& o : outcomes) { losses.push_back(100 * (o.latent - o.quantized)); }
            const auto meanBits = valuesOf(outcomes, armName(arm, bits), &Outcome::meanBits);
            report.rows.push_back({arm.title, isFloat ? "32/32" : bitsText(bits), std::to_string(outcomes.size()),
                                   errorCell(report, armName(arm, bits)), run::fixed(meanOf(losses), 2),
                                   run::fixed(meanOf(meanBits), 2), scoresText(outcomes)});
        }
    }
    report.sentences = {"Quantization loss is the test error with quantized weights minus that with the latent "
                        "full-precision weights."};
    for (const int bits : {4, 3, 2}) {
        const std::string sentence =
            lowestErrorSentence(report, "At " + bitsText(bits) + " bits", quantizedArms(arms, bits));
        if (!sentence.empty()) { report.sentences.push_back(sentence); }
    }
    return report;
}

} // namespace gridscope::experiment
