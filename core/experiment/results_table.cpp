// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/collector.h"
#include "core/experiment/comparison.h"
#include "core/experiment/experiments.h"
#include "core/method/methods.h"

namespace gridscope::experiment {

namespace {

using run::RunConfig;

struct ArmOfTable {
    std::string name;
    std::string title;
    const run::MethodInfo* method;
    void (*change)(RunConfig&);
};

void dropBits(RunConfig& c) { c.dropbits = "bitwise"; } // with the keep probability of the preset

void learnBits(RunConfig& c)
{
    dropBits(c);
    c.learnBits = true;
    c.keepProbability = {0.97};
    c.bitPenaltyWeighting = "parameters";
    c.bitPenalty = 0.015;
    c.gateLearningRate = 0.05;
    c.freezeBitsAt = c.steps * 3 / 10;
}

// Full precision, the methods by how much they add to the straight-through estimator, those that drop and learn bits.
std::vector<ArmOfTable> armsOfTable()
{
    std::vector<ArmOfTable> arms;
    const auto add = [&](auto is) {
        for (const run::MethodInfo* m : run::methods()) {
            if (m->shortName.empty() || !is(m->traits)) { continue; }
            const std::string name(m->traits.isFloat ? "fp32" : m->name);
            arms.push_back({name, std::string(m->shortName), m, [](RunConfig&) {}});
            if (!m->traits.learnsBits) { continue; }
            arms.push_back({name + "-dropbits", std::string(m->shortName) + " + DropBits", m, dropBits});
            arms.push_back({name + "-learned", std::string(m->shortName) + " + learned bits", m, learnBits});
        }
    };
    add([](const run::Traits& t) { return t.isFloat; });
    add([](const run::Traits& t) { return !t.isFloat && !t.learnsBits; });
    add([](const run::Traits& t) { return t.learnsBits; });
    return arms;
}

RunConfig armConfig(const RunConfig& base, const ArmOfTable& arm, int bits, std::int64_t seed)
{
    RunConfig config = withSeed(base, seed);
    config.dropbits = "none";
    config.learnBits = false;
    config.bits = {bits};
    config.activationBits = bits;
    config.method = arm.method->name;
    // RQ's paper draws weights and activations; half of it would not be its method. Others quantize both in a way of their own.
    const run::Traits& traits = arm.method->traits;
    const bool isOfBoth = traits.isFloat || traits.drawsPoints || traits.ownsActivations;
    if (isOfBoth) { config.activationMethod = arm.method->name; }
    arm.change(config);
    return config;
}

std::string armName(const ArmOfTable& arm, int bits)
{
    return arm.name + (arm.method->traits.isFloat ? "" : "-" + std::to_string(bits) + "bit");
}

std::string bitsText(int bits) { return std::to_string(bits) + "/" + std::to_string(bits); }

std::vector<std::pair<std::string, std::string>> quantizedArms(const std::vector<ArmOfTable>& arms, int bits)
{
    std::vector<std::pair<std::string, std::string>> named;
    for (const ArmOfTable& arm : arms) {
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
            for (const ArmOfTable& arm : arms) {
                if (arm.method->traits.isFloat && bits != 3) { continue; }
                collect.add({armName(arm, bits), armConfig(base, arm, bits, seed)});
            }
        }
    }
    for (const int bits : {4, 3, 2}) {
        for (const ArmOfTable& arm : arms) {
            const bool isFloat = arm.method->traits.isFloat;
            if (isFloat && bits != 4) { continue; }
            const auto outcomes = of(report.outcomes, armName(arm, bits));
            std::vector<double> losses, meanBits;
            for (const Outcome& o : outcomes) {
                losses.push_back(100 * (o.latent - o.quantized));
                meanBits.push_back(o.meanBits);
            }
            report.rows.push_back({arm.title, isFloat ? "32/32" : bitsText(bits), std::to_string(outcomes.size()),
                                   errorCell(report, armName(arm, bits)), number(meanOf(losses), 2),
                                   number(meanOf(meanBits), 2), scoresText(outcomes)});
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
