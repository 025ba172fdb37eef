// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/bsq/bsq.h"

#include "core/base/wording.h"

#include <algorithm>
#include <bitset>
#include <cmath>

namespace gridscope::run {

namespace {

using Kind = Own::Kind;

// key, label, unit, help, start, lowest, highest, whether it may change while training
Field own(std::string_view key, std::string_view label, std::string_view unit, std::string_view help, Own start,
          double low, double high, bool live)
{
    return {key, "Quantization", label, unit, help, start, low, high, {}, live, "bsq"};
}

const Field alphaField = own("bsq_alpha", "Plane regulariser", "",
                             "How strongly whole bit planes are pushed to zero. Shorter runs need more; a change "
                             "also wakes layers whose regulariser was stopped.",
                             {Kind::Number, "0.3"}, 0, 100, true);

const Field intervalField = own("bsq_interval", "Adjust every", "steps",
                                "After so many steps planes turn 0 or 1 again and empty ones at either end go.",
                                {Kind::Whole, "50"}, 1, 1e6, true);

const Field planeRateField = own("bsq_plane_rate", "Plane learning rate", "",
                                 "Learning rate of the bit planes, with momentum; scales and biases have the "
                                 "learning rate of the weights.",
                                 {Kind::Number, "0.1"}, 0, 10, true);

const Field weightDecayField =
    own("bsq_weight_decay", "Plane weight decay", "", "Share of its value that each step adds to a plane's gradient.",
        {Kind::Number, "0.0001"}, 0, 1, true);

const Field fineTuneStepsField =
    own("bsq_fine_tune_steps", "Fine-tuning", "steps",
        "How many of the steps, at most half of them, are the last phase, in which every layer keeps its bit-length.",
        {Kind::Whole, "300"}, 0, 1e6, false);

const Field fineTuneRateField = own("bsq_fine_tune_rate", "Fine-tuning rate", "",
                                    "Learning rate of the weights in the last phase, in units of the layer's scale.",
                                    {Kind::Number, "0.01"}, 0, 10, true);

void check(const RunConfig& c, const Require& require)
{
    require(c.dropbits == "none", "dropbits",
            "dropbits is " + c.dropbits + ", but method bsq drops planes by itself; choose dropbits none.");
}

std::vector<Fact> card(const RunConfig& c, const Snapshot*)
{
    const auto row = [&](const Field& field, const std::string& unit) {
        return Fact{std::string(field.label), ownText(c, field) + unit};
    };
    return {row(alphaField, ""),       row(intervalField, " steps"),      row(planeRateField, ""),
            row(weightDecayField, ""), row(fineTuneStepsField, " steps"), row(fineTuneRateField, "")};
}

std::string binary(long code)
{
    const std::string digits = std::bitset<16>(std::size_t(std::abs(code))).to_string();
    return digits.substr(std::min(digits.find('1'), digits.size() - 1));
}

std::vector<Fact> explain(const WeightFacts& facts)
{
    const LayerState& state = facts.snapshot.layers[facts.layer];
    if (!state.isQuantized() || !(state.alpha > 0)) { return {}; }
    const double top = state.high;
    const double code = std::nearbyint(std::clamp(facts.weight / state.alpha, -top, top));
    return {{"Its bits and the most there are",
             (code < 0 ? "-" : "") + binary(std::lround(code)) + " / " + binary(std::lround(top))},
            {"Scale of the layer", numberText(state.alpha * top)}};
}

// A regulariser of about this strength ends there on fashion-quick's network in its steps; a sign is stored beside the bits.
std::vector<std::string> near(const RunConfig&, int bits)
{
    constexpr double ofOneBit = 0.7;
    return {"bits=8", "learning_rate=0.001", "schedule=constant",
            "bsq_alpha=" + numberText(ofOneBit / std::max(1, bits - 1))};
}

} // namespace

BsqSettings bsqSettings(const RunConfig& config)
{
    return {ownNumber(config, alphaField),
            int(ownNumber(config, intervalField)),
            ownNumber(config, planeRateField),
            ownNumber(config, weightDecayField),
            std::min(int(ownNumber(config, fineTuneStepsField)), config.steps / 2),
            ownNumber(config, fineTuneRateField)};
}

std::int64_t bsqPlaneSteps(const RunConfig& config) { return config.steps - bsqSettings(config).fineTuneSteps; }

const MethodInfo bsq{
    .name = "bsq",
    .title = "Bit-level sparsity",
    .forward = "nearest point of a grid whose codes are sums of trained bit planes",
    .backward = "identity, for each plane times its bit's value; a group lasso empties whole planes",
    .story = "Bit-level sparsity: every bit plane of a layer is trained by itself and pushed to zero as a whole. "
             "Watch planes fade and fall off, until each layer has found its bit-length.",
    .source = "quantize/bit_planes.h",
    .traits = {.estimator = quantize::Estimator::Plain, .changesLive = false},
    .shortName = "BSQ",
    .compareWith = "lsq",
    .fields = {alphaField, intervalField, planeRateField, weightDecayField, fineTuneStepsField, fineTuneRateField},
    .check = check,
    .card = card,
    .near = near,
    .explain = explain,
};

} // namespace gridscope::run
