// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/method_arms.h"

#include "core/experiment/collector.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"

namespace gridscope::experiment {

namespace {

using run::RunConfig;

constexpr const char* ofLearnedBits[] = {"bit_penalty=0.015", "bit_penalty_weighting=parameters",
                                         "gate_learning_rate=0.05"};

void addArmsOf(const run::MethodInfo& method, std::vector<MethodArm>& arms)
{
    const std::string name(method.traits.isFloat ? "fp32" : method.name), title(method.shortName);
    arms.push_back({name, title, &method, {}});
    for (const run::MethodInfo::Variant& variant : method.variants) {
        arms.push_back(
            {std::string(variant.name), std::string(variant.title), &method, {std::string(variant.setting)}});
    }
    if (!method.traits.learnsBits) { return; }
    arms.push_back({name + "-dropbits", title + " + DropBits", &method, {"dropbits=bitwise"}}); // as rarely as the base
    arms.push_back({name + "-learned",
                    title + " + learned bits",
                    &method,
                    {"dropbits=bitwise", "learn_bits=true", "keep_probability=0.97"},
                    true});
}

} // namespace

std::vector<MethodArm> methodArms()
{
    std::vector<MethodArm> arms;
    const auto add = [&](auto is) {
        for (const run::MethodInfo* m : run::methods()) {
            if (!m->shortName.empty() && is(m->traits)) { addArmsOf(*m, arms); }
        }
    };
    add([](const run::Traits& t) { return t.isFloat; });
    add([](const run::Traits& t) { return !t.isFloat && !t.learnsBits; });
    add([](const run::Traits& t) { return t.learnsBits; });
    return arms;
}

RunConfig armConfig(const RunConfig& base, const MethodArm& arm, std::int64_t seed)
{
    RunConfig config = withSeed(base, seed);
    config.dropbits = "none";
    config.learnBits = false;
    config.method = arm.method->name;
    for (const std::string& setting : arm.settings) { run::applySetting(config, setting); }
    if (arm.learnsBits) {
        config.freezeBitsAt = config.steps * 3 / 10;
    } else {
        const RunConfig without;
        config.bitPenalty = without.bitPenalty;
        config.bitPenaltyWeighting = without.bitPenaltyWeighting;
        config.gateLearningRate = without.gateLearningRate;
        config.freezeBitsAt = without.freezeBitsAt;
    }
    return config;
}

std::span<const char* const> learnedBitsSettings() { return ofLearnedBits; }

} // namespace gridscope::experiment
