// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/method/md/md.h"

#include "core/base/wording.h"
#include "core/run/levels.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

namespace {

constexpr std::string_view mine = "md", group = "Quantization";

// In the order of MdSettings::Variant.
const std::vector<std::string_view> variants = {"tanh-s", "softmax-s", "tanh", "softmax", "gd-tanh", "binary-connect"};

const Field variantField{
    "md_variant",
    group,
    "Mirror descent",
    "",
    "tanh-s, softmax-s: the dual weights are kept, the stable forms; tanh, softmax: the primal ones are; "
    "gd-tanh, binary-connect: baselines.",
    Own{Own::Kind::Choice, "tanh-s"},
    0,
    0,
    variants,
    false,
    mine};
const Field levelsField{"md_levels",
                        group,
                        "Levels",
                        "",
                        "binary: every weight ends on -1 or +1; ternary: on -1, 0 or +1, of tanh-s only.",
                        Own{Own::Kind::Choice, "binary"},
                        0,
                        0,
                        {"binary", "ternary"},
                        false,
                        mine};
const Field betaField{
    "md_beta_end",
    group,
    "Sharpness at the end",
    "",
    "Beta grows from 1 to this, by the same factor in each step, and stays for the last tenth of the run.",
    Own{Own::Kind::Number, "10000"},
    1,
    1e35,
    {},
    true,
    mine};

void check(const RunConfig& c, const Require& require)
{
    const MdSettings own = mdSettings(c);
    require(!own.isTernary || own.variant == MdSettings::Variant::TanhS, levelsField.key,
            "md_levels is ternary, but md_variant is " + ownText(c, variantField)
                + ", which has two levels; choose tanh-s, or binary.");
    require(c.dropbits == "none", "dropbits",
            "dropbits is " + c.dropbits + ", but method md drops nothing; choose dropbits none.");
    require(c.floatLayers.empty(), "float_layers",
            "float_layers names layers, but method md trains every layer to its levels; leave it empty.");
    require(c.activationMethod == "float", "activation_method",
            "activation_method is " + c.activationMethod
                + ", but method md quantizes weights alone; choose activation_method float.");
}

std::string rounded(double value) { return numberText(std::round(value * 1000) / 1000); }

std::vector<Fact> card(const RunConfig& c, const Snapshot* snapshot)
{
    std::vector<Fact> facts = {
        {"Mirror descent", ownText(c, variantField)},
        {"Levels", mdSettings(c).isTernary ? "-1, 0, +1" : "-1, +1"},
        {"Scale of the levels, of each layer",
         "1 / sqrt(fan-in), times sqrt(2) before a ReLU, over the root mean square of its weights"},
        {"Not on levels", "biases and batch normalisation"},
        {"Sharpness at the end", ownText(c, betaField)}};
    const Extra* beta = snapshot == nullptr ? nullptr : snapshot->extra(mdBetaExtra);
    if (beta != nullptr && !beta->values.empty()) {
        facts.push_back({"Sharpness reached", rounded(double(beta->values.front()))});
    }
    return facts;
}

// The scale of a layer is its largest point.
std::vector<Fact> explain(const WeightFacts& facts)
{
    const LayerState& state = facts.snapshot.layers.at(facts.layer);
    const Extra* beta = facts.snapshot.extra(mdBetaExtra);
    if (!state.free || state.free->points.empty() || beta == nullptr || beta->values.empty()) { return {}; }
    const double scale = state.free->points.back();
    const double primal = facts.weight / scale;
    std::vector<Fact> all = {{"Primal weight", rounded(primal)},
                             {"Sharpness", rounded(double(beta->values.front()))},
                             {"Scale of the layer", numberText(scale)}};
    if (!mdSettings(facts.config).isTernary && std::abs(primal) < 1) {
        all.push_back({"Dual weight", numberText(std::atanh(primal) / double(beta->values.front()))});
    }
    return all;
}

// Its weights have two levels or three; from nothing, in the steps that others have with their float network.
std::vector<std::string> near(const RunConfig& base, int bits)
{
    return {"start=scratch",      "steps=" + std::to_string(base.pretrainSteps + base.steps),
            "batch_norm=true",    "batch_norm_batches=20",
            "md_beta_end=10000",  std::string("md_levels=") + (bits > 1 ? "ternary" : "binary"),
            "learning_rate=0.003"};
}

} // namespace

MdSettings mdSettings(const RunConfig& config)
{
    const auto found = std::ranges::find(variants, ownText(config, variantField));
    const auto index = found == variants.end() ? 0 : found - variants.begin();
    return {MdSettings::Variant(index), ownText(config, levelsField) == "ternary", ownNumber(config, betaField)};
}

double mdBeta(const RunConfig& config, std::int64_t step)
{
    constexpr double growing = 0.9; // share of the run
    const double share = double(std::max<std::int64_t>(0, step - 1)) / std::max(1.0, growing * config.steps);
    return std::pow(mdSettings(config).betaEnd, std::min(1.0, share));
}

double mdPrimal(const MdSettings& own, double beta, double dual)
{
    if (own.variant == MdSettings::Variant::BinaryConnect) { return std::clamp(dual, -1.0, 1.0); }
    if (!own.isTernary) { return std::tanh(beta * dual); }
    return (std::tanh(beta * (dual + 0.5)) + std::tanh(beta * (dual - 0.5))) / 2;
}

double mdScale(std::int64_t fanIn, bool activates) { return std::sqrt((activates ? 2.0 : 1.0) / double(fanIn)); }

const MethodInfo md{
    .name = mine,
    .title = "Mirror descent",
    .forward = "a smooth map of a dual weight onto -1 to +1 that steepens to a step",
    .backward = "the gradient at the mapped weight moves the dual weight as it is",
    .story = "Mirror descent: weights slide up a curve that turns into a step. Watch one heap of weights become two, "
             "at -1 and "
             "+1, and the accuracy of rounded weights meet that of soft ones.",
    .source = "train/mirror.h",
    .traits = {.estimator = quantize::Estimator::Plain, .changesLive = false, .isOnGrid = false},
    .shortName = "MD-tanh",
    .compareWith = "ste",
    .fields = {variantField, levelsField, betaField},
    .check = check,
    .card = card,
    .near = near,
    .explain = explain,
};

} // namespace gridscope::run
