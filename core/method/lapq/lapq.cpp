// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/lapq/lapq.h"

#include "core/base/wording.h"
#include "core/config/batch_norm.h"
#include "core/config/networks.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gridscope::run {

namespace {

using quantize::Estimator;

constexpr std::string_view mine = "lapq", group = "Quantization";

Field whole(std::string_view key, std::string_view label, std::string_view unit, std::string_view help,
            std::string_view start, double low, double high)
{
    return {key, group, label, unit, help, Own{Own::Kind::Whole, start}, low, high, {}, false, mine};
}

Field number(std::string_view key, std::string_view label, std::string_view help, std::string_view start, double low,
             double high)
{
    return {key, group, label, "", help, Own{Own::Kind::Number, start}, low, high, {}, false, mine};
}

Field flag(std::string_view key, std::string_view label, std::string_view help)
{
    return {key, group, label, "", help, Own{Own::Kind::Flag, "true"}, 0, 0, {}, false, mine};
}

Field oneOf(std::string_view key, std::string_view label, std::string_view help, std::vector<std::string_view> choices)
{
    const std::string_view start = choices.front();
    return {key, group, label, "", help, Own{Own::Kind::Choice, start}, 0, 0, std::move(choices), false, mine};
}

} // namespace

const Field lapqImages = whole("lapq_images", "Calibration samples", "",
                               "Training samples that the loss of a set of clips is measured on.", "512", 1, 1e6);
const Field lapqGrid = oneOf("lapq_grid", "LAPQ grid",
                             "halves: 2^bits points between the clips and none at zero, as published; signed: the grid "
                             "of the other methods, with a point at zero.",
                             {"halves", "signed"});
const Field lapqStart =
    oneOf("lapq_start", "Start of the clips",
          "lp: the smallest Lp error of each tensor, for the p with the smallest loss; max-abs: the "
          "largest value of each tensor, where nothing is clipped.",
          {"lp", "max-abs"});
const Field lapqLowestPower =
    number("lapq_p_low", "Lowest p", "First p of the Lp errors that are tried.", "2", 0.5, 10);
const Field lapqHighestPower =
    number("lapq_p_high", "Highest p", "Last p of the Lp errors that are tried.", "4", 0.5, 10);
const Field lapqPowers =
    whole("lapq_p_points", "Values of p", "", "How many p are tried, equally far apart.", "10", 1, 1000);
const Field lapqSearch = oneOf(
    "lapq_search", "Joint search",
    "powell: directions that learn how clips belong together; coordinate: one clip after the other; none: the clips "
    "stay at their start.",
    {"powell", "coordinate", "none"});
const Field lapqIterations = whole("lapq_iterations", "Iterations of the joint search", "",
                                   "Upper limit; an iteration searches along every direction once.", "2", 1, 1000);
const Field lapqBiasCorrection =
    flag("lapq_bias_correction", "Correct means",
         "Every output channel's quantized weights keep the mean of its float weights; they leave the grid by that.");
const Field lapqPairs = flag("lapq_pairs", "Look at pairs",
                             "After the search, how much the loss bends for each pair of clips; takes d(d+1) steps "
                             "for d clips and changes no result.");
const Field lapqSurface =
    whole("lapq_surface", "Side of the loss surface", "points",
          "After the search, the loss over two clips on a square of so many points a side; changes no result. 0: none.",
          "15", 0, 101);
const Field lapqFirstClip = whole("lapq_first_clip", "First clip of the surface", "",
                                  "Counted from 1 in the order of the network: a weight, its activation, the next "
                                  "weight; 0 takes the pair that the loss bends most for.",
                                  "0", 0, 1000);
const Field lapqSecondClip =
    whole("lapq_second_clip", "Second clip of the surface", "", "As the first one.", "0", 0, 1000);

namespace {

std::vector<Field> ownFields()
{
    return {lapqImages,     lapqGrid,           lapqStart, lapqLowestPower, lapqHighestPower, lapqPowers,    lapqSearch,
            lapqIterations, lapqBiasCorrection, lapqPairs, lapqSurface,     lapqFirstClip,    lapqSecondClip};
}

std::size_t quantizedWeights(const RunConfig& c)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < weightLayerCount(c); ++i) { count += staysFloat(c, i) ? 0 : 1; }
    return count;
}

bool quantizesActivations(const RunConfig& c) { return c.activationMethod == c.method; }

std::size_t clipCount(const RunConfig& c)
{
    return quantizedWeights(c) + (quantizesActivations(c) ? weightLayerCount(c) - 1 : 0);
}

void checkPlace(const RunConfig& c, const Require& require, const Field& clip)
{
    const auto place = std::size_t(ownNumber(c, clip));
    require(place <= clipCount(c), clip.key,
            std::string(clip.key) + " is " + std::to_string(place) + ", but the network has "
                + std::to_string(clipCount(c)) + " clips; choose one of them, or 0.");
}

void check(const RunConfig& c, const Require& require)
{
    require(isChain(c.network), "network",
            "network is " + c.network + ", but method lapq knows no batch normalisation; choose lenet5 or mlp.");
    require(!normalisesChain(c), "batch_norm",
            "batch_norm is true, but method lapq knows no batch normalisation; set it to false.");
    require(c.dropbits == "none", "dropbits", "dropbits is " + c.dropbits + ", but method lapq drops nothing.");
    require(!c.symmetricGrid, "symmetric_grid",
            "symmetric_grid is true, but method lapq has grids of its own; choose lapq_grid instead.");
    if (!isChain(c.network)) { return; }
    require(
        clipCount(c) > 0, "float_layers",
        "float_layers holds all weight layers and activation_method is float, so there is nothing to clip; leave one.");
    require(ownNumber(c, lapqLowestPower) <= ownNumber(c, lapqHighestPower), lapqLowestPower.key,
            "lapq_p_low is " + ownText(c, lapqLowestPower) + ", above lapq_p_high, which is "
                + ownText(c, lapqHighestPower) + "; swap them.");
    checkPlace(c, require, lapqFirstClip);
    checkPlace(c, require, lapqSecondClip);
    const bool first = ownNumber(c, lapqFirstClip) > 0, second = ownNumber(c, lapqSecondClip) > 0;
    require(first == second && (!first || ownNumber(c, lapqFirstClip) != ownNumber(c, lapqSecondClip)),
            lapqSecondClip.key,
            "lapq_first_clip is " + ownText(c, lapqFirstClip) + " and lapq_second_clip is " + ownText(c, lapqSecondClip)
                + "; choose two different clips, or 0 for both.");
}

std::string rounded(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

std::vector<Fact> card(const RunConfig& c, const Snapshot* snapshot)
{
    std::vector<Fact> facts = {
        {"Calibration samples, of the training data", ownText(c, lapqImages)},
        {"Weight grid", ownText(c, lapqGrid) == "signed" ? "signed, a point at zero (not the published one)"
                                                         : "2^bits points between the clips, none at zero"},
        {"Start of the clips", ownText(c, lapqStart)},
        {"Joint search", ownText(c, lapqSearch) + ", on clips as shares of their start, best point kept"},
        {"Means corrected for each output channel", ownText(c, lapqBiasCorrection)},
    };
    for (const char* name : {"calibration loss", "calibration loss of max-abs clips", "calibration loss, float"}) {
        const Extra* extra = snapshot == nullptr ? nullptr : snapshot->extra(name);
        if (extra != nullptr && !extra->values.empty()) {
            std::string label = name;
            label.front() = 'C';
            facts.push_back({std::move(label), rounded(double(extra->values.front())) + " nats"});
        }
    }
    return facts;
}

// Where the weight lies between the clips, and what its channel's correction does to it.
std::vector<Fact> explain(const WeightFacts& facts)
{
    const LayerState& state = facts.snapshot.layers.at(facts.layer);
    if (!state.isQuantized()) { return {}; }
    const double clip =
        state.alpha * double(state.high - state.low) / 2; // on both grids 2^bits - 1 steps lie between the clips
    return {{"Clip", rounded(clip)},
            {"Weight as a share of the clip", rounded(facts.weight / clip)},
            {"Clipped", std::abs(facts.weight) > clip ? "yes" : "no"}};
}

} // namespace

const MethodInfo lapq{
    .name = mine,
    .title = "Loss-aware post-training quantization",
    .forward = "nearest of 2^bits points between two clips",
    .backward = "none: no weight moves, the clips are searched for by the loss of calibration samples",
    .story = "LAPQ: nothing is trained. Every step measures the loss of one set of clips on calibration samples; watch "
             "the clips move together, and whether accuracy follows the calibration loss.",
    .source = "quantize/clip.h",
    .traits = {.estimator = Estimator::Plain,
               .fitsActivations = true,
               .ownsActivations = true,
               .trainsNothing = true,
               .changesLive = false,
               .isOnGrid = false},
    .shortName = "LAPQ",
    .compareWith = "ste",
    .fields = ownFields(),
    .check = check,
    .card = card,
    .explain = explain,
};

} // namespace gridscope::run
