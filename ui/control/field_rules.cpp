// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/field_rules.h"

#include "core/config/batch_norm.h"
#include "core/config/networks.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"
#include "ui/look/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gridscope::ui {
namespace {

using Config = run::RunConfig;

struct Rule {
    std::string_view key;
    bool (*holds)(const Config&);
    const char* why;
};

const run::Traits& traitsOf(const Config& c) { return run::methodOf(c).traits; }
bool quantizesWeights(const Config& c) { return !traitsOf(c).isFloat; }
bool hasOwnWidths(const Config& c) { return run::isChain(c.network); }
bool quantizesActivations(const Config& c) { return !run::activationMethodOf(c).traits.isFloat; }
bool isRelaxed(const Config& c) { return traitsOf(c).drawsPoints; }
bool drawsAnywhere(const Config& c) { return isRelaxed(c) || run::activationMethodOf(c).traits.drawsPoints; }
bool usesNoise(const Config& c) { return traitsOf(c).hasNoise || run::activationMethodOf(c).traits.hasNoise; }
bool drops(const Config& c) { return quantizesWeights(c) && c.dropbits != "none"; }
bool learnsBits(const Config& c) { return drops(c) && c.learnBits; }
bool pretrains(const Config& c)
{
    return c.start == "pretrained";
} // a full-precision run, too: the float arm of a comparison
// LSQ's step sizes learn as the weights do, and DoReFa's are the largest weight's.
bool learnsSteps(const Config& c)
{
    const run::StepSize steps = traitsOf(c).stepSize;
    return steps != run::StepSize::LearnedAsWeights
           && (steps == run::StepSize::LearnedApart || quantizesActivations(c));
}

constexpr std::array rules = {
    Rule{"data_folder", [](const Config& c) { return !run::isToy(c.data) && c.data != "sample"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for data that is read from files.")},
    Rule{"picture_size", [](const Config& c) { return c.data == "folder"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for a folder of pictures.")},
    Rule{"split", [](const Config& c) { return !run::isToy(c.data); },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for data that is read from files.")},
    Rule{"toy_noise", [](const Config& c) { return run::isToy(c.data); },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for 2-D points.")},
    Rule{"channels", [](const Config& c) { return c.network == "lenet5"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for LeNet-5.")},
    Rule{"hidden", hasOwnWidths, QT_TRANSLATE_NOOP("gridscope::ui", "Only for LeNet-5 and MLP.")},
    Rule{"batch_norm", hasOwnWidths, QT_TRANSLATE_NOOP("gridscope::ui", "Only for LeNet-5 and MLP.")},
    Rule{"batch_norm_batches", [](const Config& c) { return !hasOwnWidths(c) || run::normalisesChain(c); },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only for networks with batch normalisation.")},
    Rule{"bits", quantizesWeights, QT_TRANSLATE_NOOP("gridscope::ui", "Only when the weights are quantized.")},
    Rule{"float_layers", quantizesWeights, QT_TRANSLATE_NOOP("gridscope::ui", "Only when the weights are quantized.")},
    Rule{"symmetric_grid", quantizesWeights,
         QT_TRANSLATE_NOOP("gridscope::ui", "Only when the weights are quantized.")},
    Rule{"sigma", usesNoise, QT_TRANSLATE_NOOP("gridscope::ui", "Only for methods with noise, such as cpq.")},
    Rule{"temperature", drawsAnywhere, QT_TRANSLATE_NOOP("gridscope::ui", "Only for the methods rq and rq-st.")},
    Rule{"dropbits", [](const Config& c) { return quantizesWeights(c) && !isRelaxed(c); },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only when the weights are quantized, and not by rq or rq-st.")},
    Rule{"dropbits_masks", [](const Config& c) { return drops(c) && traitsOf(c).learnsBits && !c.learnBits; },
         QT_TRANSLATE_NOOP("gridscope::ui",
                           "Only with DropBits, a method such as cpq, and bit-lengths that are not learned.")},
    Rule{"keep_probability", drops, QT_TRANSLATE_NOOP("gridscope::ui", "Only with DropBits.")},
    Rule{"learn_bits", [](const Config& c) { return drops(c) && traitsOf(c).learnsBits; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only with DropBits and a method such as cpq.")},
    Rule{"bit_penalty", learnsBits, QT_TRANSLATE_NOOP("gridscope::ui", "Only when bit-lengths are learned.")},
    Rule{"bit_penalty_weighting", learnsBits, QT_TRANSLATE_NOOP("gridscope::ui", "Only when bit-lengths are learned.")},
    Rule{"gate_learning_rate", learnsBits, QT_TRANSLATE_NOOP("gridscope::ui", "Only when bit-lengths are learned.")},
    Rule{"freeze_bits_at", drops, QT_TRANSLATE_NOOP("gridscope::ui", "Only with DropBits.")},
    Rule{"activation_bits", quantizesActivations,
         QT_TRANSLATE_NOOP("gridscope::ui", "Only when the activations are quantized.")},
    Rule{"activation_sigma", [](const Config& c) { return run::activationMethodOf(c).traits.hasNoise; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only when the activations are quantized by a method with noise.")},
    Rule{"float_network", pretrains, QT_TRANSLATE_NOOP("gridscope::ui", "Only with a pretrained start.")},
    Rule{"pretrain_steps", pretrains, QT_TRANSLATE_NOOP("gridscope::ui", "Only with a pretrained start.")},
    Rule{"pretrain_learning_rate", pretrains, QT_TRANSLATE_NOOP("gridscope::ui", "Only with a pretrained start.")},
    Rule{"quantizer_learning_rate", learnsSteps,
         QT_TRANSLATE_NOOP(
             "gridscope::ui",
             "Only where step sizes are learned, and not with the method lsq, where they learn as the weights do.")},
    Rule{"momentum", [](const Config& c) { return c.optimizer == "sgd"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only with the optimizer sgd.")},
    Rule{"decay_every", [](const Config& c) { return c.schedule == "step"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only with the step schedule.")},
    Rule{"decay_factor", [](const Config& c) { return c.schedule == "step"; },
         QT_TRANSLATE_NOOP("gridscope::ui", "Only with the step schedule.")},
};

const Rule* ruleFor(std::string_view key)
{
    const auto found = std::ranges::find(rules, key, &Rule::key);
    return found == std::end(rules) ? nullptr : &*found;
}

// The only method that has this setting; empty: any may.
std::string_view methodWith(std::string_view key)
{
    const run::Field* field = run::findField(key);
    return field == nullptr ? std::string_view() : std::string_view(field->method);
}

} // namespace

bool applies(std::string_view key, const Config& config)
{
    if (const auto method = methodWith(key); !method.empty()) { return method == config.method; }
    const Rule* rule = ruleFor(key);
    return rule == nullptr || rule->holds(config);
}

QString whyNot(std::string_view key)
{
    if (const auto method = methodWith(key); !method.empty()) {
        return tr("Only for the method %1.").arg(toQt(method));
    }
    const Rule* rule = ruleFor(key);
    return rule == nullptr ? QString() : tr(rule->why);
}

} // namespace gridscope::ui
