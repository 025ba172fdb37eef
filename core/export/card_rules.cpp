// SPDX-License-Identifier: GPL-3.0-or-later
// What a card says against itself: fields that are missing, and rules that look at one card alone.
#include "core/export/card.h"
#include "core/export/card_fields.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace gridscope {

namespace {

using card::floatBits;
using card::Json;

// The card as its rules ask for it. Crafted ones may hold anything anywhere.
class Facts {
public:
    explicit Facts(const Json& card) : card_(card) {}

    Json at(const char* section, const char* field) const { return card::at(card_, section, field); }
    bool is(const char* section, const char* field, bool value) const { return at(section, field) == Json(value); }
    double number(const char* section, const char* field) const { return numberIn(at(section, field)); }
    std::string text(const char* section, const char* field) const
    {
        const Json value = at(section, field);
        return value.is_string() ? value.get<std::string>() : std::string();
    }
    // In any layer.
    bool anyBits(const std::function<bool(int)>& are) const
    {
        const Json all = at("weights", "bits_per_layer");
        return std::any_of(all.begin(), all.end(),
                           [&](const Json& value) { return are(value.is_number() ? value.get<int>() : 0); });
    }
    Json finalised(const char* which) const { return inside(at("result", "test_accuracy_finalised"), which); }
    static double numberIn(const Json& value) { return value.is_number() ? value.get<double>() : std::nan(""); }
    bool tookTest(const char* part) const
    {
        return inside(at("task", "split_sizes"), part).dump().find("test") != std::string::npos;
    }

private:
    static Json inside(const Json& object, const char* key)
    {
        return object.is_object() ? object.value(key, Json(nullptr)) : Json(nullptr);
    }

    const Json& card_;
};

bool holdsEndsOut(const Facts& f)
{
    const bool isLow = f.anyBits([](int bits) { return bits > 0 && bits < 8; });
    return isLow && (f.number("first_last", "first_layer_bits") >= 8 || f.number("first_last", "last_layer_bits") >= 8);
}

bool hasFewSeeds(const Facts& f)
{
    const Json seeds = f.finalised("seeds");
    return seeds.is_null() || Facts::numberIn(seeds) < 3;
}

bool changedWhenFinalised(const Facts& f)
{
    const double before = f.number("result", "test_accuracy_before_finalising");
    return std::abs(Facts::numberIn(f.finalised("mean")) - before) > 0.005;
}

bool sawTest(const Facts& f)
{
    return f.tookTest("calibration") || f.tookTest("model_selection")
           || f.text("result", "checkpoint_choice") == "best on test";
}

bool isNotFolded(const Facts& f)
{
    const std::string norm = f.text("weights", "batch_norm");
    return norm == "float" || norm == "re-estimated";
}

bool isOdd(int bits) { return bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != floatBits; }

struct Rule {
    bool (*fires)(const Facts& facts);
    const char* sentence;
};
constexpr std::array<Rule, 11> rules{{
    {holdsEndsOut, "W1: the first or last layer is held out of the low-bit budget."},
    {[](const Facts& f) { return f.is("first_last", "excluded_from_averages", true); },
     "W2: the average bits leave layers out."},
    {[](const Facts& f) { return f.is("weights", "sign_counted", false); },
     "W3: sign or coordinate bits are not in the headline compression."},
    {[](const Facts& f) { return f.text("activations", "range").starts_with("dynamic"); },
     "W4: activation ranges are dynamic, from the batch at hand."},
    {sawTest, "W5: calibration or selection touched test data."},
    {hasFewSeeds, "W6: fewer than 3 seeds, so a difference may be chance."},
    {[](const Facts& f) { return f.number("activations", "bits") >= floatBits; },
     "W8: activations are float, so integer hardware does not run this network as it is."},
    {isNotFolded, "W9: batch normalisation is float and not folded."},
    {[](const Facts& f) { return f.anyBits(isOdd); },
     "W10: bit-widths other than 1, 2, 4 and 8 have no common kernels."},
    {[](const Facts& f) { return f.is("weights", "zero_representable", false); }, "W11: the grid has no zero."},
    {changedWhenFinalised, "W12: the finalised accuracy differs from training's by more than 0.5 points."},
}};

} // namespace

std::vector<std::string> checkCard(const std::string& json)
{
    const Json card = card::parsed(json);
    if (!card.is_object()) { return {"The card is no JSON object."}; }
    std::vector<std::string> problems;
    for (const auto& [section, fields] : card::mandatoryFields()) {
        for (const auto& field : fields) {
            if (card::at(card, section.c_str(), field.c_str()).is_null()) {
                problems.push_back("The card lacks " + section + "." + field + ".");
            }
        }
    }
    return problems;
}

std::vector<std::string> cardWarnings(const std::string& json)
{
    const Json card = card::parsed(json);
    std::vector<std::string> found;
    for (const Rule& rule : rules) {
        if (rule.fires(Facts(card))) { found.emplace_back(rule.sentence); }
    }
    return found;
}

} // namespace gridscope
