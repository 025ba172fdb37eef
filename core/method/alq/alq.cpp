// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/alq/alq.h"

#include "core/base/wording.h"
#include "core/method/alq/alq_fields.h"
#include "core/method/alq/alq_plan.h"
#include "core/method/methods.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

namespace {

using namespace alq_fields;

void check(const RunConfig& c, const Require& require)
{
    require(c.dropbits == "none", "dropbits",
            "dropbits is " + c.dropbits + ", but method alq drops nothing at random; set it to none.");
    const MethodInfo* activations = findMethod(c.activationMethod);
    require(activations == nullptr || activations->traits.isFloat, "activation_method",
            "activation_method is " + c.activationMethod
                + ", but method alq trains with float activations only; set it to float.");
    for (const int bits : c.bits) {
        require(bits <= mostSlots, "bits",
                "bits is " + std::to_string(bits) + ", but a group of method alq begins with at most "
                    + std::to_string(mostSlots) + " bases.");
    }
    const bool hasSteps =
        ownNumber(c, floatShare) + ownNumber(c, lastShare) > 0
        || (ownNumber(c, rounds) > 0
            && ownNumber(c, basisShare) + ownNumber(c, coordinateShare) + ownNumber(c, pruningShare) > 0);
    require(hasSteps, "alq_basis", "All phases of method alq have length 0; give one of them a part of the steps.");
}

// Of the whole network: its coordinates and what they and their bases take.
struct Sum {
    double groups = 0, empty = 0, bases = 0, coordinates = 0;
};

Sum sumOf(const Snapshot& snapshot, std::string_view layer = {})
{
    Sum sum;
    for (const Extra& extra : snapshot.extras) {
        if (!layer.empty() && extra.layer != layer) { continue; }
        if (extra.name == alq_extra::groups && !extra.values.empty()) {
            sum.empty += double(extra.values[0]);
            for (const float count : extra.values) { sum.groups += double(count); }
        }
        if (extra.name == alq_extra::storage && extra.values.size() == 2) {
            sum.bases += double(extra.values[0]);
            sum.coordinates += double(extra.values[1]);
        }
    }
    return sum;
}

std::string percent(double part, double whole) { return whole > 0 ? fixed(100 * part / whole, 1) + " %" : "0 %"; }

std::vector<Fact> factsOf(const Sum& sum)
{
    constexpr double byte = 8;
    return {{"Empty groups", percent(sum.empty, sum.groups)},
            {"Bytes of bases", thousands(std::int64_t(std::llround(sum.bases / byte)))},
            {"Bytes of coordinates", thousands(std::int64_t(std::llround(sum.coordinates / byte)))}};
}

std::vector<Fact> card(const RunConfig& c, const Snapshot* newest)
{
    std::vector<Fact> facts = {
        {"Bases at the start", "at most " + std::to_string(bitsOfLayer(c, 0)) + " a group"},
        {"Rounds", ownText(c, rounds)},
        {"Pruned share of a round", ownText(c, prunedShare)},
        {"Groups of convolutions", ownText(c, firstConvolution) + ", then " + ownText(c, convolution)},
        {"Pieces of rows", ownText(c, firstPieces) + ", " + ownText(c, pieces) + ", " + ownText(c, lastPieces)}};
    if (newest == nullptr || !newest->quantized) { return facts; }
    const std::vector<Fact> now = factsOf(sumOf(*newest));
    facts.insert(facts.end(), now.begin(), now.end());
    return facts;
}

std::vector<Fact> explain(const WeightFacts& at)
{
    if (!at.snapshot.quantized || at.layer >= at.snapshot.layers.size()) { return {}; }
    std::vector<Fact> facts = {{"Weight", "target at its place among its own group's values"},
                               {"Phase", std::string(alqName(alqPhaseAt(at.config, at.snapshot.step).kind))},
                               {"Bits of the layer", fixed(at.snapshot.layers[at.layer].bits, 2)}};
    return facts;
}

// Begins with a basis more and prunes until bases and coordinates, a quarter of all on fashion-quick's network, take as much.
std::vector<std::string> near(const RunConfig& base, int bits)
{
    constexpr double basesOfAll = 0.73;
    const int slots = std::min(bits + 1, mostSlots);
    const double share = std::log(slots / (basesOfAll * bits)) / ownNumber(base, rounds);
    return {"bits=" + std::to_string(slots), "alq_pruned=" + numberText(std::round(1000 * share) / 1000),
            "learning_rate=0.001"};
}

} // namespace

const MethodInfo alq{
    .name = name,
    .title = "Adaptive Loss-aware Quantization",
    .forward = "a sum of a few sign vectors with a coefficient each, group by group",
    .backward = "identity into a quadratic model of the loss, which signs and coefficients make least",
    .story = "ALQ: every group of weights is a sum of sign vectors with a coefficient each. Steps on signs, steps on "
             "coefficients, then the least useful coefficients of the whole network are deleted. Watch the bits fall.",
    .source = "quantize/alq.md",
    .traits = {.changesLive = false, .isOnGrid = false},
    .shortName = "ALQ",
    .fields = {rounds, basisShare, coordinateShare, pruningShare, floatShare, lastShare, prunedShare, topShare, decay,
               firstConvolution, convolution, firstPieces, pieces, lastPieces, opened},
    .check = check,
    .card = card,
    .near = near,
    .explain = explain,
};

} // namespace gridscope::run
