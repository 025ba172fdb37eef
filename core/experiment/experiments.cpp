// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiments.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/experiment/statistics.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace gridscope::experiment {

namespace {

using run::RunConfig;

RunConfig withSeed(RunConfig config, std::int64_t seed)
{
    config.seed = seed;
    return config;
}

std::string bitsText(const Outcome& outcome)
{
    std::string text;
    for (const LayerOutcome& layer : outcome.layers) {
        text += (text.empty() ? "" : ",") + (layer.bits == 32 ? "float" : run::numberText(layer.bits));
    }
    return text;
}

std::vector<Outcome> of(const std::vector<Outcome>& outcomes, const std::string& arm)
{
    std::vector<Outcome> found;
    std::ranges::copy_if(outcomes, std::back_inserter(found), [&](const Outcome& o) { return o.arm == arm; });
    return found;
}

std::string number(double value, int digits)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return std::isfinite(value) ? text.data() : "-";
}

double meanOf(const std::vector<double>& values) { return spreadOf(values).mean; }

// The scores of every layer, mean over seeds: "0.74, 0.68, 0.43, 0.58".
std::string scoresText(const std::vector<Outcome>& outcomes)
{
    std::string text;
    for (std::size_t layer = 0; !outcomes.empty() && layer < outcomes.front().layers.size(); ++layer) {
        std::vector<double> scores;
        for (const Outcome& o : outcomes) { scores.push_back(o.layers[layer].scoreNonzero); }
        text += (text.empty() ? "" : ", ") + number(meanOf(scores), 2);
    }
    return text;
}

class Collector {
public:
    Collector(Report& report, const RunOne& run) : report_(report), run_(run) {}
    // nullptr: not there yet. One that failed has its failure.
    const Outcome* add(const Arm& arm)
    {
        auto outcome = run_(arm);
        if (!outcome) {
            ++report_.missing;
            return nullptr;
        }
        auto& those = outcome->failure ? report_.failed : report_.outcomes;
        those.push_back(std::move(*outcome));
        return &those.back();
    }

private:
    Report& report_;
    const RunOne& run_;
};

// ---- the hypothesis

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

// Test accuracies of the seeds for which both arms are there.
std::pair<std::vector<double>, std::vector<double>> pairs(const Report& report, const std::string& a,
                                                          const std::string& b)
{
    std::pair<std::vector<double>, std::vector<double>> found;
    for (const Outcome& first : of(report.outcomes, a)) {
        for (const Outcome& second : of(report.outcomes, b)) {
            if (first.seed != second.seed) { continue; }
            found.first.push_back(first.quantized);
            found.second.push_back(second.quantized);
        }
    }
    return found;
}

// Ascending, each once: the seeds with which one of these arms failed.
std::vector<std::int64_t> failedSeeds(const Report& report, std::initializer_list<std::string_view> arms)
{
    std::vector<std::int64_t> seeds;
    for (const Outcome& o : report.failed) {
        if (std::ranges::find(arms, o.arm) != arms.end()) { seeds.push_back(o.seed); }
    }
    std::ranges::sort(seeds);
    const auto repeated = std::ranges::unique(seeds);
    seeds.erase(repeated.begin(), repeated.end());
    return seeds;
}

std::string comparison(const Report& report, const std::string& other, const std::string& otherName)
{
    const auto [a, b] = pairs(report, learned, other);
    const PairedTest test = pairedTest(a, b);
    const std::string without = seedsText(failedSeeds(report, {learned, other}));
    const std::string leftOut = without.empty() ? "" : "; " + without + " left out, since a run of it failed";
    if (test.pairs < 2) {
        return "Learned bit-lengths against " + otherName + ": a test needs at least two seeds" + leftOut + ".";
    }
    const std::string difference = number(std::abs(100 * test.meanDifference), 2) + " points";
    const std::string basis = " (paired t-test over " + std::to_string(test.pairs) + " seeds: t = " + number(test.t, 2)
                              + ", p = " + number(test.p, 3) + leftOut + ")";
    constexpr double level = 0.05;
    if (!(test.p < level)) {
        return "Learned bit-lengths and " + otherName + " differ by " + number(100 * test.meanDifference, 2)
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
        std::vector<double> payload;
        std::string bits;
        for (const Outcome& o : outcomes) {
            payload.push_back(double(o.payloadBytes));
            bits += (bits.empty() ? "" : "; ") + bitsText(o);
        }
        report.rows.push_back({arm, errorCell(report, arm), errorText(valuesOf(outcomes, arm, &Outcome::latent)),
                               number(meanOf(valuesOf(outcomes, arm, &Outcome::meanBits)), 2),
                               number(meanOf(payload), 0), bits});
    }
    report.sentences = {comparison(report, sameBits, "the same bit-lengths from scratch"),
                        comparison(report, uniform, "one bit-width of about the same payload")};
    if (!withoutBits.empty()) {
        report.sentences.push_back("No bit-lengths were learned with " + seedsText(withoutBits)
                                   + ", so that there is nothing to compare there.");
    }
    return report;
}

// ---- the results table

namespace {

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
    if (arm.method->traits.isFloat) { config.activationMethod = arm.method->name; }
    arm.change(config);
    return config;
}

std::string armName(const ArmOfTable& arm, int bits)
{
    return arm.name + (arm.method->traits.isFloat ? "" : "-" + std::to_string(bits) + "bit");
}

} // namespace

Report resultsTable(const RunConfig& base, std::span<const std::int64_t> seeds, const RunOne& run)
{
    Report report;
    report.name = "table";
    report.question = "How do the methods compare at the same budget, with weights and activations of 4, 3 and 2 bits?";
    report.header = {"method",     "bits W/A",
                     "test error", "quantization loss, points",
                     "mean bits",  "score without zero, layer by layer"};
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
            report.rows.push_back({arm.title, isFloat ? "32/32" : std::to_string(bits) + "/" + std::to_string(bits),
                                   errorCell(report, armName(arm, bits)), number(meanOf(losses), 2),
                                   number(meanOf(meanBits), 2), scoresText(outcomes)});
        }
    }
    report.sentences = {"Quantization loss is the test error with quantized weights minus that with the latent "
                        "full-precision weights."};
    return report;
}

namespace {

using Json = nlohmann::ordered_json;

// The parser keeps one of two of a name, without a word; in an experiment that is an arm that is never trained.
class NothingTwice {
public:
    explicit NothingTwice(std::string where) : where_(std::move(where)) {}
    bool operator()(int depth, Json::parse_event_t event, const Json& parsed)
    {
        constexpr int mostDepth = 16;
        if (depth > mostDepth) { throw ConfigError(where_ + " is nested deeper than a sweep is."); }
        if (event == Json::parse_event_t::object_start) { open_.emplace_back(); }
        if (event == Json::parse_event_t::object_end) { open_.pop_back(); }
        if (event == Json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            const bool isArm = open_.size() == 2 && open_.front().current == "arms";
            if (!open_.back().keys.insert(key).second) {
                throw ConfigError("In " + where_ + (isArm ? " the arm " : " ") + run::inQuotes(key)
                                  + " is there twice.");
            }
            open_.back().current = key;
        }
        return true;
    }

private:
    struct Object {
        std::set<std::string> keys;
        std::string current;
    };
    std::string where_;
    std::vector<Object> open_;
};

Json parsedSweep(std::string_view json, const std::string& where)
{
    try {
        return Json::parse(json, NothingTwice(where));
    } catch (const Json::exception&) {
        return Json(nullptr);
    }
}

} // namespace

Report sweep(std::string_view json, const std::string& fileName, std::span<const std::int64_t> seeds, const RunOne& run)
{
    const std::string where = run::inQuotes(fileName);
    const Json file = parsedSweep(json, where);
    if (!file.is_object() || !file.contains("arms") || !file["arms"].is_object() || file["arms"].empty()) {
        throw ConfigError(
            where
            + " is no sweep; it must look like {\"preset\": \"fashion-quick\", \"arms\": {\"wide\": {\"sigma\": 1}}}.");
    }
    Json common = file;
    common.erase("arms");
    const RunConfig base = run::configFromJson(common.dump(), RunConfig{}, fileName);
    Report report;
    report.name = "sweep";
    report.question = "How do the arms of " + fileName + " compare?";
    report.header = {"arm", "test error", "latent", "mean bits", "score without zero, layer by layer"};
    Collector collect(report, run);
    std::vector<std::string> names;
    for (const auto& [name, settings] : file["arms"].items()) {
        const bool isPlain =
            !name.empty()
            && name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
                   == std::string::npos;
        if (!isPlain || name.size() > 100) {
            throw ConfigError("In " + where + " the arm " + run::inQuotes(name)
                              + " has a name that is no file name; use letters, digits, \".\", \"_\" and \"-\".");
        }
        const RunConfig config = run::configFromJson(settings.dump(), base, fileName + ", arm " + name);
        run::requireValid(config);
        names.push_back(name);
        for (const std::int64_t seed : seeds) { collect.add({name, withSeed(config, seed)}); }
    }
    for (const std::string& name : names) {
        const auto outcomes = of(report.outcomes, name);
        report.rows.push_back({name, errorCell(report, name), errorText(valuesOf(outcomes, name, &Outcome::latent)),
                               number(meanOf(valuesOf(outcomes, name, &Outcome::meanBits)), 2), scoresText(outcomes)});
    }
    return report;
}

} // namespace gridscope::experiment
