// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/card.h"

#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/config/data_kind.h"
#include "core/config/networks.h"
#include "core/export/card_counts.h"
#include "core/export/card_fields.h"
#include "core/export/summary.h"
#include "core/method/methods.h"
#include "core/settings/settings.h"

#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace gridscope {

namespace {

using card::floatBits;
using card::Json;
using card::notAvailable;

// Bits as they are written: 3, and 2.25 where they differ within a layer.
Json number(double value) { return Json::parse(run::numberText(value)); }

Json orNotAvailable(double value) { return std::isfinite(value) ? Json(value) : Json(notAvailable); }

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const auto size : shape) { text += (text.empty() ? "" : "x") + std::to_string(size); }
    return text;
}

class CardWriter {
public:
    explicit CardWriter(const CardSource& source)
        : source_(source), history_(source.history), start_(history_.start()), config_(run::settingsAt(history_)),
          counts_(source, config_)
    {
        const run::Evaluation* test = history_.lastEvaluation("test");
        if (test != nullptr && test->quantized) { finalised_ = test->quantized->accuracy; }
        if (const auto score = history_.floatStart("test")) { float_ = score->accuracy; }
    }

    Json card() const
    {
        Json all = {{"identity", identity()},
                    {"task", task()},
                    {"baseline", baseline()},
                    {"weights", weights()},
                    {"activations", activations()},
                    {"first_last", firstLast()},
                    {"mixed", mixed()},
                    {"optimisation", optimisation()},
                    {"cost", cost()},
                    {"result", result()}};
        if (const Json own = ownFacts(); !own.empty()) { all["method"] = own; }
        all["caveats"] = caveats();
        all["warnings"] = cardWarnings(writtenJson(all));
        return all;
    }

private:
    std::string batchNorm() const
    {
        if (counts_.gains() == 0) { return "none"; }
        return config_.batchNormBatches > 0 ? "re-estimated" : "float";
    }
    Json floatExceptions() const
    {
        Json all = Json::array({"biases"});
        if (counts_.gains() > 0) { all.push_back("batch normalisation"); }
        for (std::size_t i = 0; i < counts_.layers(); ++i) {
            if (counts_.isFloat(i)) { all.push_back(counts_.name(i)); }
        }
        return all;
    }
    Json ownFacts() const
    {
        Json all = Json::object();
        const run::MethodInfo& method = run::methodOf(config_);
        if (method.card == nullptr) { return all; }
        for (const run::Fact& fact : method.card(config_, history_.latest().get())) { all[fact.name] = fact.value; }
        return all;
    }
    Json caveats() const
    {
        Json all = Json::array();
        for (const run::Mark& mark : history_.marks()) {
            if (mark.kind != run::Mark::Kind::Setting) { continue; }
            all.push_back("Changed while training, at step " + std::to_string(mark.step) + ": " + run::markText(mark)
                          + ".");
        }
        return all;
    }
    std::string variant() const
    {
        std::string text = config_.symmetricGrid ? "symmetric grid" : "";
        if (config_.dropbits != "none") {
            text += (text.empty() ? "" : ", ") + std::string(config_.learnBits ? "learned bit-lengths, " : "DropBits, ")
                    + config_.dropbits;
        }
        return text.empty() ? "none" : text;
    }
    std::string regulariser() const
    {
        if (config_.dropbits == "none" && !config_.learnBits) { return "none"; }
        if (!config_.learnBits) { return "DropBits, keep probability " + keepText(); }
        return "bit penalty " + run::numberText(config_.bitPenalty) + ", weighted " + config_.bitPenaltyWeighting;
    }
    std::string keepText() const
    {
        std::string text;
        for (const double p : config_.keepProbability) { text += (text.empty() ? "" : "/") + run::numberText(p); }
        return text;
    }

    std::string kind() const
    {
        if (!counts_.isQuantized() && counts_.activationsAreFloat()) { return "none"; }
        if (run::methodOf(config_).traits.trainsNothing) { return "ptq"; }
        return config_.start == "pretrained" && config_.pretrainSteps > 0 ? "qat" : "from_scratch";
    }

    Json identity() const
    {
        return {{"card_version", card::version},
                {"run_id", run::plainText(source_.runName)},
                {"tool_version", start_.environment.programVersion.empty() ? std::string(run::programVersion())
                                                                           : start_.environment.programVersion},
                {"date", source_.date},
                {"seed", config_.seed},
                {"method", config_.method},
                {"method_variant", variant()},
                {"kind", kind()}};
    }
    std::string normalisation() const
    {
        const auto* net = source_.net;
        if (net == nullptr) { return notAvailable; }
        if (!net->isPicture) { return config_.data == "csv" ? "each feature (x - mean) / deviation" : "none"; }
        return "(byte / 255 - " + run::numberText(double(net->mean)) + ") / " + run::numberText(double(net->deviation));
    }
    Json task() const
    {
        const auto samples = [&](const char* set) {
            const auto* e = history_.lastEvaluation(set);
            return e != nullptr ? Json(e->samples) : Json(notAvailable);
        };
        return {{"dataset", start_.dataName},
                {"split_sizes",
                 {{"train", start_.stepsPerEpoch * config_.batchSize},
                  {"calibration", run::methodOf(config_).traits.isFloat ? 0 : config_.batchSize},
                  {"model_selection", "none"},
                  {"validation", samples("validation")},
                  {"test", samples("test")}}},
                {"input_normalisation", normalisation()},
                {"augmentation", "none"}};
    }
    Json baseline() const
    {
        std::string architecture = config_.network + ":";
        for (const auto& layer : start_.layers) { architecture += " " + layer.name + " " + shapeText(layer.shape); }
        const std::int64_t steps = config_.start == "pretrained" ? config_.pretrainSteps : 0;
        return {{"architecture", architecture},
                {"parameter_count", counts_.weights() + counts_.biases() + counts_.gains()},
                {"float_accuracy", orNotAvailable(float_)},
                {"float_checkpoint_hash", source_.floatHash},
                {"float_training_budget", {{"steps", steps}, {"images", steps * config_.batchSize}}}};
    }
    Json weights() const
    {
        Json perLayer = Json::object();
        for (std::size_t i = 0; i < counts_.layers(); ++i) { perLayer[counts_.name(i)] = number(counts_.bits(i)); }
        const bool isFloat = !counts_.isQuantized();
        return {{"bits_per_layer", perLayer},
                {"average_bits", orNotAvailable(counts_.averageBits(0, counts_.layers()))},
                {"average_bits_without_first_last", counts_.layers() > 2
                                                        ? orNotAvailable(counts_.averageBits(1, counts_.layers() - 1))
                                                        : Json(notAvailable)},
                {"granularity", isFloat ? "none" : "tensor"},
                {"grid", isFloat                 ? "none"
                         : config_.symmetricGrid ? "uniform, symmetric, with zero"
                                                 : "uniform, with zero, one point more below zero than above"},
                {"sign_counted", true},
                {"zero_representable", true},
                {"scale_overhead_bits", counts_.scaleBits()},
                {"float_exceptions", floatExceptions()},
                {"bias_precision", "float32"},
                {"batch_norm", batchNorm()}};
    }
    Json activations() const
    {
        const bool none = counts_.activationsAreFloat();
        return {{"bits", none ? floatBits : config_.activationBits},
                {"points", none                            ? "none"
                           : run::isChain(config_.network) ? "ReLU outputs (GEMM inputs but the first)"
                                                           : "ReLU outputs"},
                {"range", none ? "none" : "learned"},
                {"observer",
                 none ? "none" : "least squared error on one batch, then learned (" + config_.activationMethod + ")"},
                {"symmetric", none ? Json("none") : Json(false)},
                {"position", none ? "none" : "after the nonlinearity and the pooling"},
                {"input_bits", run::hasPictures(config_.data) ? 8 : floatBits},
                {"largest_map_bits", orNotAvailable(counts_.largestMapBits())},
                {"accumulator_width", "float32"}};
    }
    Json firstLast() const
    {
        return {{"first_layer_bits", number(counts_.bits(0))},
                {"last_layer_bits", number(counts_.bits(counts_.layers() - 1))},
                {"excluded_from_averages", false}};
    }
    Json mixed() const
    {
        return {{"allowed_widths", "any whole number from 1 to 8"},
                {"unit", "layer"},
                {"who_decides", config_.learnBits ? "gradient of hard-concrete gates" : "none"}};
    }
    std::string schedule() const
    {
        if (config_.schedule != "step") { return config_.schedule; }
        return config_.schedule + ", times " + run::numberText(config_.decayFactor) + " every "
               + std::to_string(config_.decayEvery);
    }
    Json optimisation() const
    {
        const double seconds = history_.steps().empty() ? std::nan("") : history_.steps().back().seconds;
        return {{"optimiser",
                 config_.optimizer == "sgd" ? "sgd, momentum " + run::numberText(config_.momentum) : config_.optimizer},
                {"learning_rate", config_.learningRate},
                {"schedule", schedule()},
                {"steps", std::max<std::int64_t>(history_.lastStep(), 0)},
                {"batch_size", config_.batchSize},
                {"regulariser", regulariser()},
                {"annealing", "none"},
                {"bias_correction", "none"},
                {"labels", "true labels"},
                {"wall_seconds", orNotAvailable(seconds)},
                {"cpu_seconds", notAvailable},
                {"loss_evaluations", history_.stepsTold()}};
    }
    Json cost() const
    {
        const auto payload = counts_.payloadBits(), total = counts_.totalBits();
        const double plain = double(floatBits) * double(counts_.weights());
        return {{"weight_bits_payload", payload},
                {"weight_bits_total", total},
                {"compression_payload", plain / double(payload)},
                {"compression_total", plain / double(total)},
                {"bops", orNotAvailable(counts_.bitOperations())},
                {"mean_activation_bits", orNotAvailable(counts_.meanActivationBits())},
                {"max_activation_bits", orNotAvailable(counts_.mostActivationBits())}};
    }
    Json result() const
    {
        const Json accuracy = orNotAvailable(finalised_);
        return {{"test_accuracy_finalised", {{"mean", accuracy}, {"min", accuracy}, {"max", accuracy}, {"seeds", 1}}},
                {"test_accuracy_before_finalising", accuracy}, // the forward pass of training is the integer model's
                {"drop_from_baseline", orNotAvailable(float_ - finalised_)},
                {"checkpoint_choice", "last"}};
    }

    const CardSource& source_;
    const run::History& history_;
    const run::Start& start_;
    const run::RunConfig config_; // in force at the end
    card::Counts counts_;
    double finalised_ = std::nan("");
    double float_ = std::nan("");
};

} // namespace

std::string cardJson(const CardSource& source) { return writtenJson(CardWriter(source).card(), 2) + "\n"; }

std::string floatHash(const run::TensorFile& checkpoint)
{
    std::string bytes;
    for (int i = 0;; ++i) {
        const run::Tensor* t = checkpoint.find("float_start." + std::to_string(i));
        if (t == nullptr) { break; }
        bytes.append(reinterpret_cast<const char*>(t->bytes.data()), t->bytes.size());
    }
    if (bytes.empty()) { return notAvailable; }
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
    char text[40];
    std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return std::string("xxh3-128:") + text;
}

} // namespace gridscope
