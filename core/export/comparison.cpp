// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/comparison.h"

#include "core/base/json_text.h"
#include "core/base/wording.h"
#include "core/export/card.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gridscope {

namespace {

using Json = nlohmann::ordered_json;

// Not among them: who made the run and when, what is under test (method, regulariser, learning rate), what follows from other
// fields (cost, bits of single layers) and the results themselves.
const std::vector<std::pair<std::string, std::vector<std::string>>> confounders = {
    {"identity", {"kind"}},
    {"task", {"dataset", "split_sizes", "augmentation"}},
    {"baseline", {"architecture", "float_accuracy", "float_training_budget"}},
    {"weights",
     {"average_bits", "granularity", "grid", "sign_counted", "zero_representable", "scale_overhead_bits",
      "float_exceptions", "bias_precision", "batch_norm"}},
    {"activations",
     {"bits", "points", "range", "observer", "symmetric", "position", "input_bits", "accumulator_width"}},
    {"first_last", {"excluded_from_averages"}},
    {"mixed", {"allowed_widths", "unit"}},
    {"optimisation", {"steps", "batch_size", "annealing", "bias_correction", "labels"}},
    {"result", {"checkpoint_choice"}},
};

Json valueOf(const Json& card, const std::string& section, const std::string& field)
{
    const auto part = card.find(section);
    return part == card.end() || !part->is_object() ? Json(nullptr) : part->value(field, Json(nullptr));
}

std::string cellText(const Json& value)
{
    if (value.is_string()) { return value.get<std::string>(); }
    if (value.is_boolean()) { return value.get<bool>() ? "yes" : "no"; }
    if (value.is_null()) { return "n.a."; }
    if (value.is_number_float()) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", value.get<double>());
        return text;
    }
    if (!value.is_structured()) { return writtenJson(value); }
    std::string text;
    for (const auto& [key, item] : value.items()) {
        text += (text.empty() ? "" : ", ") + (value.is_object() ? key + " " : "") + cellText(item);
    }
    return text;
}

std::string words(std::string text)
{
    std::ranges::replace(text, '_', ' ');
    return text;
}

std::vector<Json> parsedCards(const std::vector<std::string>& cards)
{
    std::vector<Json> all;
    for (const auto& card : cards) {
        const Json parsed = Json::parse(card, nullptr, false);
        all.push_back(parsed.is_object() ? parsed : Json::object());
    }
    return all;
}

// The first or last layer outside the low-bit budget is a confounder, too; W1 of the card says so.
bool holdsLayersOut(const std::string& card)
{
    return std::ranges::any_of(cardWarnings(card), [](const auto& warning) { return warning.starts_with("W1:"); });
}

template <typename Value>
bool differ(const std::vector<Value>& values)
{
    return std::ranges::any_of(values, [&](const auto& value) { return value != values.front(); });
}

struct Result {
    std::string run;
    double accuracy = std::nan("");
    double samples = 0;
};

Result resultOf(const Json& card)
{
    const Json score = valueOf(card, "result", "test_accuracy_finalised");
    const Json mean = score.is_object() ? score.value("mean", Json(nullptr)) : Json(nullptr);
    const Json split = valueOf(card, "task", "split_sizes");
    const Json samples = split.is_object() ? split.value("test", Json(nullptr)) : Json(nullptr);
    return {cellText(valueOf(card, "identity", "run_id")), mean.is_number() ? mean.get<double>() : std::nan(""),
            samples.is_number() ? samples.get<double>() : 0};
}

std::string twoDigits(double value) { return run::fixed(value, 2); }

// Of the difference of two shares of as many pictures, taken as if they were drawn anew for each run.
double standardError(const Result& a, const Result& b)
{
    const auto variance = [](const Result& r) { return r.accuracy * (1 - r.accuracy) / std::max(1.0, r.samples); };
    return std::sqrt(variance(a) + variance(b));
}

} // namespace

Confounders differingConfounders(const std::vector<std::string>& cards)
{
    Confounders found;
    const auto all = parsedCards(cards);
    if (all.size() < 2) { return found; }
    const auto add = [&](const std::string& name, const std::vector<Json>& values) {
        if (!differ(values)) { return; }
        std::vector<std::string> cells;
        for (const Json& value : values) { cells.push_back(cellText(value)); }
        found.emplace_back(name, std::move(cells));
    };
    for (const auto& [section, fields] : confounders) {
        for (const auto& field : fields) {
            std::vector<Json> values;
            for (const Json& card : all) { values.push_back(valueOf(card, section, field)); }
            add(words(section) + ": " + words(field), values);
        }
    }
    std::vector<Json> heldOut;
    for (const auto& card : cards) { heldOut.emplace_back(holdsLayersOut(card)); }
    add("first last: held out of the low-bit budget", heldOut);
    return found;
}

std::vector<CardField> cardsBeside(const std::vector<std::string>& cards)
{
    std::vector<CardField> fields;
    const auto all = parsedCards(cards);
    const Confounders differing = differingConfounders(cards);
    for (const Json& card : all) {
        for (const auto& [section, part] : card.items()) {
            if (!part.is_object()) { continue; }
            for (const auto& [field, value] : part.items()) {
                const std::string name = words(section) + ": " + words(field);
                const auto isIt = [&](const auto& one) { return one.name == name; };
                if (std::ranges::any_of(fields, isIt)) { continue; }
                fields.push_back(
                    {name, {}, std::ranges::any_of(differing, [&](const auto& d) { return d.first == name; })});
                for (const Json& one : all) { fields.back().values.push_back(cellText(valueOf(one, section, field))); }
            }
        }
    }
    return fields;
}

std::string verdictOf(const std::vector<std::string>& cards)
{
    if (cards.size() < 2) { return {}; }
    if (const auto found = differingConfounders(cards); !found.empty()) {
        std::string names;
        for (const auto& [name, values] : found) { names += (names.empty() ? "" : "; ") + name; }
        return "None of these runs can be called better, because more than the method differs (" + names + ").";
    }
    std::vector<Result> results;
    for (const Json& card : parsedCards(cards)) { results.push_back(resultOf(card)); }
    for (const Result& result : results) {
        if (!std::isfinite(result.accuracy)) { return "Nothing can be said: " + result.run + " has no test accuracy."; }
    }
    std::ranges::stable_sort(results, std::ranges::greater(), &Result::accuracy);
    const Result& best = results[0];
    const Result& next = results[1];
    const double points = 100 * (best.accuracy - next.accuracy), error = 100 * standardError(best, next);
    if (points < 2 * error || points == 0) {
        return "No run is better beyond chance: " + best.run + " and " + next.run + " are " + twoDigits(points)
               + " points apart, with a standard error of " + twoDigits(error) + ".";
    }
    return best.run + " is better than the next, " + next.run + ", by " + twoDigits(points) + " points (standard error "
           + twoDigits(error) + "); with one seed each, that is not yet the method's doing (W6).";
}

} // namespace gridscope
