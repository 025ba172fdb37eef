// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_rules.h"

#include "core/run/networks.h"

#include <QCoreApplication>

#include <array>

namespace gridscope::ui {
namespace {

using Config = run::RunConfig;

struct Rule {
    std::string_view key;
    bool (*holds)(const Config&);
    const char* why;
};

bool quantizesWeights(const Config& c) { return c.method != "float"; }
bool hasOwnWidths(const Config& c) { return run::isChain(c.network); }
bool quantizesActivations(const Config& c) { return c.activationMethod != "float"; }
bool isRelaxed(const Config& c) { return c.method == "rq" || c.method == "rq-st"; }
bool usesNoise(std::string_view method)
{
    return method == "cpq" || method == "expected" || method == "rq" || method == "rq-st";
}
bool drops(const Config& c) { return quantizesWeights(c) && c.dropbits != "none"; }
bool learnsBits(const Config& c) { return drops(c) && c.learnBits; }
bool pretrains(const Config& c) { return c.start == "pretrained" && quantizesWeights(c); }

#define WHY(text) QT_TRANSLATE_NOOP("FieldRules", text)

constexpr std::array rules = {
    Rule{"data_folder", [](const Config& c) { return !run::isToy(c.data) && c.data != "sample"; },
         WHY("Only for data that is read from files.")},
    Rule{"picture_size", [](const Config& c) { return c.data == "folder"; }, WHY("Only for a folder of pictures.")},
    Rule{"toy_noise", [](const Config& c) { return run::isToy(c.data); }, WHY("Only for 2-D points.")},
    Rule{"channels", [](const Config& c) { return c.network == "lenet5"; }, WHY("Only for LeNet-5.")},
    Rule{"hidden", hasOwnWidths, WHY("Only for LeNet-5 and MLP.")},
    Rule{"batch_norm_batches", [](const Config& c) { return !hasOwnWidths(c); }, WHY("Only for networks with batch normalisation.")},
    Rule{"bits", quantizesWeights, WHY("Only when the weights are quantized.")},
    Rule{"float_layers", quantizesWeights, WHY("Only when the weights are quantized.")},
    Rule{"symmetric_grid", quantizesWeights, WHY("Only when the weights are quantized.")},
    Rule{"sigma", [](const Config& c) { return usesNoise(c.method) || usesNoise(c.activationMethod); },
         WHY("Only for the methods cpq, expected, rq and rq-st.")},
    Rule{"temperature", isRelaxed, WHY("Only for the methods rq and rq-st.")},
    Rule{"dropbits", [](const Config& c) { return quantizesWeights(c) && !isRelaxed(c); },
         WHY("Only when the weights are quantized, and not by rq or rq-st.")},
    Rule{"keep_probability", drops, WHY("Only with DropBits.")},
    Rule{"learn_bits", [](const Config& c) { return drops(c) && c.method == "cpq"; },
         WHY("Only with DropBits and the method cpq.")},
    Rule{"bit_penalty", learnsBits, WHY("Only when bit-lengths are learned.")},
    Rule{"bit_penalty_weighting", learnsBits, WHY("Only when bit-lengths are learned.")},
    Rule{"gate_learning_rate", learnsBits, WHY("Only when bit-lengths are learned.")},
    Rule{"freeze_bits_at", drops, WHY("Only with DropBits.")},
    Rule{"activation_bits", quantizesActivations, WHY("Only when the activations are quantized.")},
    Rule{"start", quantizesWeights, WHY("Only when the weights are quantized.")},
    Rule{"pretrain_steps", pretrains, WHY("Only with a pretrained start.")},
    Rule{"pretrain_learning_rate", pretrains, WHY("Only with a pretrained start.")},
    Rule{"quantizer_learning_rate", [](const Config& c) { return quantizesWeights(c) || quantizesActivations(c); },
         WHY("Only when something is quantized.")},
    Rule{"momentum", [](const Config& c) { return c.optimizer == "sgd"; }, WHY("Only with the optimizer sgd.")},
    Rule{"decay_every", [](const Config& c) { return c.schedule == "step"; }, WHY("Only with the step schedule.")},
    Rule{"decay_factor", [](const Config& c) { return c.schedule == "step"; }, WHY("Only with the step schedule.")},
};

#undef WHY

const Rule* ruleFor(std::string_view key)
{
    for (const Rule& rule : rules) {
        if (rule.key == key) { return &rule; }
    }
    return nullptr;
}

} // namespace

bool applies(std::string_view key, const Config& config)
{
    const Rule* rule = ruleFor(key);
    return rule == nullptr || rule->holds(config);
}

QString whyNot(std::string_view key)
{
    const Rule* rule = ruleFor(key);
    return rule == nullptr ? QString() : QCoreApplication::translate("FieldRules", rule->why);
}

} // namespace gridscope::ui
