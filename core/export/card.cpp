// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/card.h"

#include "core/base/plain_text.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/config/data_kind.h"
#include "core/config/networks.h"
#include "core/method/methods.h"
#include "core/run/summary.h"
#include "core/settings/settings.h"

#include <nlohmann/json.hpp>
#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>

namespace gridscope {

namespace {

using Json = nlohmann::ordered_json;

// Names may be of any bytes.
std::string dumped(const Json& value, int indent)
{
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

constexpr int cardVersion = 1;
constexpr int floatBits = 32;
constexpr const char* notAvailable = "n.a.";

// Section and fields, in the order of the page.
const std::vector<std::pair<std::string, std::vector<std::string>>> mandatory = {
    {"identity", {"card_version", "run_id", "tool_version", "date", "seed", "method", "method_variant", "kind"}},
    {"task", {"dataset", "split_sizes", "input_normalisation", "augmentation"}},
    {"baseline",
     {"architecture", "parameter_count", "float_accuracy", "float_checkpoint_hash", "float_training_budget"}},
    {"weights",
     {"bits_per_layer", "average_bits", "average_bits_without_first_last", "granularity", "grid", "sign_counted",
      "zero_representable", "scale_overhead_bits", "float_exceptions", "bias_precision", "batch_norm"}},
    {"activations",
     {"bits", "points", "range", "observer", "symmetric", "position", "input_bits", "largest_map_bits",
      "accumulator_width"}},
    {"first_last", {"first_layer_bits", "last_layer_bits", "excluded_from_averages"}},
    {"mixed", {"allowed_widths", "unit", "who_decides"}},
    {"optimisation",
     {"optimiser", "learning_rate", "schedule", "steps", "batch_size", "regulariser", "annealing", "bias_correction",
      "labels", "wall_seconds", "cpu_seconds", "loss_evaluations"}},
    {"cost",
     {"weight_bits_payload", "weight_bits_total", "compression_payload", "compression_total", "bops",
      "mean_activation_bits", "max_activation_bits"}},
    {"result",
     {"test_accuracy_finalised", "test_accuracy_before_finalising", "drop_from_baseline", "checkpoint_choice"}},
};

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
          snapshot_(history_.latest()), wiring_(run::describeWiring(config_))
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
        all["caveats"] = caveats();
        all["warnings"] = cardWarnings(dumped(all, -1));
        return all;
    }

private:
    bool activationsAreFloat() const { return run::activationMethodOf(config_).traits.isFloat; }
    double bits(std::size_t layer) const
    {
        return snapshot_ && layer < snapshot_->layers.size() ? snapshot_->layers[layer].storedBits() : floatBits;
    }
    std::int64_t weightsIn(std::size_t layer) const { return start_.layers[layer].parameters; }
    std::size_t layerCount() const { return start_.layers.size(); }
    std::int64_t outputs(std::size_t layer) const
    {
        return start_.layers[layer].shape.empty() ? 0 : start_.layers[layer].shape[0];
    }
    bool isNormalised(std::size_t layer) const
    {
        return layer < wiring_.size() && !wiring_[layer].normalisation.empty();
    }
    std::int64_t biases() const // and the shifts of batch normalisation, one or the other for each output
    {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < layerCount(); ++i) { count += outputs(i); }
        return count;
    }
    std::int64_t gains() const // of batch normalisation, which has as many means and variances
    {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < layerCount(); ++i) { count += isNormalised(i) ? outputs(i) : 0; }
        return count;
    }
    std::int64_t activationPoints() const
    {
        if (activationsAreFloat()) { return 0; }
        return std::ranges::count_if(wiring_, [](const auto& layer) { return layer.activates(); });
    }
    bool isQuantized() const
    {
        for (std::size_t i = 0; i < layerCount(); ++i) {
            if (!run::isFloatLayer(config_, i)) { return true; }
        }
        return false;
    }
    std::string batchNorm() const
    {
        if (gains() == 0) { return "none"; }
        return config_.batchNormBatches > 0 ? "re-estimated" : "float";
    }
    Json floatExceptions() const
    {
        Json all = Json::array({"biases"});
        if (gains() > 0) { all.push_back("batch normalisation"); }
        for (std::size_t i = 0; i < layerCount(); ++i) {
            if (run::isFloatLayer(config_, i)) { all.push_back(start_.layers[i].name); }
        }
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
    std::int64_t allWeights() const
    {
        std::int64_t count = 0;
        for (const auto& layer : start_.layers) { count += layer.parameters; }
        return count;
    }
    std::int64_t payloadBits() const
    {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < layerCount(); ++i) {
            sum += std::int64_t(std::ceil(double(weightsIn(i)) * bits(i)));
        }
        return sum;
    }
    std::int64_t scaleBits() const
    {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < layerCount(); ++i) { count += run::isFloatLayer(config_, i) ? 0 : floatBits; }
        return count;
    }
    double averageBits(std::size_t first, std::size_t last) const
    {
        double sum = 0, count = 0;
        for (std::size_t i = first; i < last; ++i) {
            sum += double(weightsIn(i)) * bits(i);
            count += double(weightsIn(i));
        }
        return count > 0 ? sum / count : std::nan("");
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
        if (config_.learnBits) {
            return "bit penalty " + run::numberText(config_.bitPenalty) + ", weighted " + config_.bitPenaltyWeighting;
        }
        return config_.dropbits == "none" ? "none" : "DropBits, keep probability " + keepText();
    }
    std::string keepText() const
    {
        std::string text;
        for (const double p : config_.keepProbability) { text += (text.empty() ? "" : "/") + run::numberText(p); }
        return text;
    }

    std::string kind() const
    {
        if (!isQuantized() && activationsAreFloat()) { return "none"; }
        return config_.start == "pretrained" && config_.pretrainSteps > 0 ? "qat" : "from_scratch";
    }

    Json identity() const
    {
        return {{"card_version", cardVersion},
                {"run_id", run::plainText(source_.runName)},
                {"tool_version", start_.environment.programVersion.empty() ? std::string(run::programVersion())
                                                                           : start_.environment.programVersion},
                {"date", source_.date},
                {"seed", config_.seed},
                {"method", config_.method},
                {"method_variant", variant()},
                {"kind", kind()}};
    }
    Json task() const
    {
        const auto samples = [&](const char* set) {
            const auto* e = history_.lastEvaluation(set);
            return e != nullptr ? Json(e->samples) : Json(notAvailable);
        };
        std::string normalisation = notAvailable;
        if (const auto* net = source_.net) {
            normalisation = net->isPicture ? "(byte / 255 - " + run::numberText(double(net->mean)) + ") / "
                                                 + run::numberText(double(net->deviation))
                            : config_.data == "csv" ? "each feature (x - mean) / deviation"
                                                    : "none";
        }
        return {{"dataset", start_.dataName},
                {"split_sizes",
                 {{"train", start_.stepsPerEpoch * config_.batchSize},
                  {"calibration", run::methodOf(config_).traits.isFloat ? 0 : config_.batchSize},
                  {"model_selection", "none"},
                  {"validation", samples("validation")},
                  {"test", samples("test")}}},
                {"input_normalisation", normalisation},
                {"augmentation", "none"}};
    }
    Json baseline() const
    {
        std::string architecture = config_.network + ":";
        for (const auto& layer : start_.layers) { architecture += " " + layer.name + " " + shapeText(layer.shape); }
        const std::int64_t steps = config_.start == "pretrained" ? config_.pretrainSteps : 0;
        return {{"architecture", architecture},
                {"parameter_count", allWeights() + biases() + gains()},
                {"float_accuracy", orNotAvailable(float_)},
                {"float_checkpoint_hash", source_.floatHash},
                {"float_training_budget", {{"steps", steps}, {"images", steps * config_.batchSize}}}};
    }
    Json weights() const
    {
        Json perLayer = Json::object();
        for (std::size_t i = 0; i < layerCount(); ++i) { perLayer[start_.layers[i].name] = number(bits(i)); }
        const bool isFloat = !isQuantized();
        return {{"bits_per_layer", perLayer},
                {"average_bits", orNotAvailable(averageBits(0, layerCount()))},
                {"average_bits_without_first_last",
                 layerCount() > 2 ? orNotAvailable(averageBits(1, layerCount() - 1)) : Json(notAvailable)},
                {"granularity", isFloat ? "none" : "tensor"},
                {"grid", isFloat                 ? "none"
                         : config_.symmetricGrid ? "uniform, symmetric, with zero"
                                                 : "uniform, with zero, one point more below zero than above"},
                {"sign_counted", true},
                {"zero_representable", true},
                {"scale_overhead_bits", scaleBits()},
                {"float_exceptions", floatExceptions()},
                {"bias_precision", "float32"},
                {"batch_norm", batchNorm()}};
    }
    Json activations() const
    {
        const bool none = activationsAreFloat();
        double largest = std::nan("");
        if (source_.net != nullptr) {
            largest = 0;
            for (const auto& [elements, b] : activationMaps()) { largest = std::max(largest, double(elements) * b); }
        }
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
                {"largest_map_bits", orNotAvailable(largest)},
                {"accumulator_width", "float32"}};
    }
    Json firstLast() const
    {
        return {{"first_layer_bits", number(bits(0))},
                {"last_layer_bits", number(bits(layerCount() - 1))},
                {"excluded_from_averages", false}};
    }
    Json mixed() const
    {
        return {{"allowed_widths", "any whole number from 1 to 8"},
                {"unit", "layer"},
                {"who_decides", config_.learnBits ? "gradient of hard-concrete gates" : "none"}};
    }
    Json optimisation() const
    {
        const double seconds = history_.steps().empty() ? std::nan("") : history_.steps().back().seconds;
        std::string schedule = config_.schedule;
        if (schedule == "step") {
            schedule +=
                ", times " + run::numberText(config_.decayFactor) + " every " + std::to_string(config_.decayEvery);
        }
        return {{"optimiser",
                 config_.optimizer == "sgd" ? "sgd, momentum " + run::numberText(config_.momentum) : config_.optimizer},
                {"learning_rate", config_.learningRate},
                {"schedule", schedule},
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
    // Elements and bits of what enters each layer but the first, which sees the picture.
    std::vector<std::pair<std::int64_t, double>> activationMaps() const
    {
        std::vector<std::pair<std::int64_t, double>> maps;
        const auto& layers = source_.net->layers;
        for (std::size_t i = 1; i < layers.size(); ++i) {
            const auto& in = layers[i].input;
            maps.emplace_back(std::accumulate(in.begin(), in.end(), std::int64_t(1), std::multiplies<>()),
                              inputBits(i));
        }
        return maps;
    }
    int inputBits(std::size_t layer) const
    {
        if (layer == 0) { return run::hasPictures(config_.data) ? 8 : floatBits; }
        const auto& before = source_.net->layers[layer - 1].activation;
        return before ? before->bits : floatBits;
    }
    Json cost() const
    {
        const auto payload = payloadBits();
        const auto total = payload + scaleBits() + floatBits * (biases() + 3 * gains() + activationPoints());
        const double plain = double(floatBits) * double(allWeights());
        double bops = std::nan(""), mean = std::nan(""), most = std::nan("");
        if (source_.net != nullptr) {
            bops = 0;
            for (std::size_t i = 0; i < source_.net->layers.size(); ++i) {
                bops += double(source_.net->layers[i].multiplications()) * bits(i) * inputBits(i);
            }
            double sum = 0, count = 0;
            most = 0;
            for (const auto& [elements, b] : activationMaps()) {
                sum += double(elements) * b;
                count += double(elements);
                most = std::max(most, b);
            }
            mean = count > 0 ? sum / count : std::nan("");
        }
        return {{"weight_bits_payload", payload},
                {"weight_bits_total", total},
                {"compression_payload", plain / double(payload)},
                {"compression_total", plain / double(total)},
                {"bops", orNotAvailable(bops)},
                {"mean_activation_bits", orNotAvailable(mean)},
                {"max_activation_bits", orNotAvailable(most)}};
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
    run::SnapshotPtr snapshot_;
    std::vector<run::LayerDescription> wiring_;
    double finalised_ = std::nan("");
    double float_ = std::nan("");
};

Json parsed(const std::string& json) { return Json::parse(json, nullptr, false); }

// A field of the card, null when there is none: crafted cards must not stop the rules.
Json at(const Json& card, const char* section, const char* field)
{
    if (!card.is_object() || !card.contains(section) || !card[section].is_object()) { return nullptr; }
    return card[section].value(field, Json(nullptr));
}

std::string cellText(const Json& value)
{
    if (value.is_number_float()) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", value.get<double>());
        return text;
    }
    if (value.is_string()) { return value.get<std::string>(); }
    if (value.is_boolean()) { return value.get<bool>() ? "yes" : "no"; }
    if (value.is_object() || value.is_array()) {
        std::string text;
        for (const auto& [key, item] : value.items()) {
            text += (text.empty() ? "" : ", ") + (value.is_object() ? key + " " : "") + cellText(item);
        }
        return text.empty() ? "none" : text;
    }
    return dumped(value, -1);
}

std::string words(std::string key)
{
    std::ranges::replace(key, '_', ' ');
    return key;
}

std::string escaped(const std::string& text) { return run::markdownText(text); }

} // namespace

std::string cardJson(const CardSource& source) { return dumped(CardWriter(source).card(), 2) + "\n"; }

std::vector<std::string> checkCard(const std::string& json)
{
    const Json card = parsed(json);
    if (!card.is_object()) { return {"The card is no JSON object."}; }
    std::vector<std::string> problems;
    for (const auto& [section, fields] : mandatory) {
        for (const auto& field : fields) {
            if (at(card, section.c_str(), field.c_str()).is_null()) {
                problems.push_back("The card lacks " + section + "." + field + ".");
            }
        }
    }
    return problems;
}

std::vector<std::string> cardWarnings(const std::string& json)
{
    const Json card = parsed(json);
    std::vector<std::string> found;
    const auto rule = [&](bool fires, const char* sentence) {
        if (fires) { found.emplace_back(sentence); }
    };
    const auto number = [&](const char* section, const char* field) {
        const Json value = at(card, section, field);
        return value.is_number() ? value.get<double>() : std::nan("");
    };
    const auto text = [&](const char* section, const char* field) {
        const Json value = at(card, section, field);
        return value.is_string() ? value.get<std::string>() : std::string();
    };
    const auto holdsTest = [](const Json& value) { return value.dump().find("test") != std::string::npos; };
    const Json widths = at(card, "weights", "bits_per_layer");
    bool odd = false, full = false, low = false;
    for (const Json& value : widths) {
        const int b = value.is_number() ? value.get<int>() : 0;
        odd = odd || (b != 1 && b != 2 && b != 4 && b != 8 && b != floatBits);
        full = full || b >= floatBits;
        low = low || (b > 0 && b < 8);
    }
    const double first = number("first_last", "first_layer_bits"), last = number("first_last", "last_layer_bits");
    const double before = number("result", "test_accuracy_before_finalising");
    const Json finalised = at(card, "result", "test_accuracy_finalised");
    const Json seeds = finalised.is_object() ? finalised.value("seeds", Json(0)) : Json(0);
    const Json mean = finalised.is_object() ? finalised.value("mean", Json(nullptr)) : Json(nullptr);
    const double after = mean.is_number() ? mean.get<double>() : std::nan("");
    const Json split = at(card, "task", "split_sizes");
    const auto splitSays = [&](const char* key) {
        return split.is_object() ? split.value(key, Json(nullptr)) : Json(nullptr);
    };

    rule(low && (first >= 8 || last >= 8), "W1: the first or last layer is held out of the low-bit budget.");
    rule(at(card, "first_last", "excluded_from_averages") == Json(true), "W2: the average bits leave layers out.");
    rule(at(card, "weights", "sign_counted") == Json(false),
         "W3: sign or coordinate bits are not in the headline compression.");
    rule(text("activations", "range").starts_with("dynamic"),
         "W4: activation ranges are dynamic, from the batch at hand.");
    rule(holdsTest(splitSays("calibration")) || holdsTest(splitSays("model_selection"))
             || text("result", "checkpoint_choice") == "best on test",
         "W5: calibration or selection touched test data.");
    rule(seeds.is_number() && seeds.get<double>() < 3, "W6: fewer than 3 seeds, so a difference may be chance.");
    rule(number("activations", "bits") >= floatBits,
         "W8: activations are float, so integer hardware does not run this network as it is.");
    const std::string norm = text("weights", "batch_norm");
    rule(norm == "float" || norm == "re-estimated", "W9: batch normalisation is float and not folded.");
    rule(odd, "W10: bit-widths other than 1, 2, 4 and 8 have no common kernels.");
    rule(at(card, "weights", "zero_representable") == Json(false), "W11: the grid has no zero.");
    rule(std::abs(after - before) > 0.005,
         "W12: the finalised accuracy differs from training's by more than 0.5 points.");
    return found;
}

std::string cardMarkdown(const std::string& json)
{
    if (const auto problems = checkCard(json); !problems.empty()) { throw FileError(problems.front()); }
    const Json card = parsed(json);
    std::string page = "# Quantization card: " + escaped(cellText(card["identity"]["run_id"])) + "\n";
    for (const auto& [section, fields] : mandatory) {
        std::string title = words(section);
        title[0] = char(std::toupper(static_cast<unsigned char>(title[0])));
        page += "\n| " + title + " | |\n|---|---|\n";
        for (const auto& field : fields) {
            page += "| " + words(field) + " | " + escaped(cellText(card[section][field])) + " |\n";
        }
    }
    if (const Json caveats = card.value("caveats", Json::array()); caveats.is_array() && !caveats.empty()) {
        page += "\nCaveats:\n\n";
        for (const Json& caveat : caveats) { page += "- " + escaped(cellText(caveat)) + "\n"; }
    }
    page += "\nWarnings:\n\n";
    const auto warnings = cardWarnings(json);
    for (const auto& warning : warnings) { page += "- " + warning + "\n"; }
    return warnings.empty() ? page + "- none\n" : page;
}

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
