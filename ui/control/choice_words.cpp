// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/control/choice_words.h"

#include "core/method/methods.h"
#include "ui/look/translate.h"

#include <algorithm>
#include <iterator>

namespace gridscope::ui {
namespace {

struct Word {
    std::string_view key, value;
    const char* text;
};

// Beside the methods, whose table has their names.
constexpr Word words[] = {
    {"data", "mnist", QT_TRANSLATE_NOOP("gridscope::ui", "MNIST")},
    {"data", "fashion-mnist", QT_TRANSLATE_NOOP("gridscope::ui", "Fashion-MNIST")},
    {"data", "idx", QT_TRANSLATE_NOOP("gridscope::ui", "IDX files (MNIST family)")},
    {"data", "cifar10", QT_TRANSLATE_NOOP("gridscope::ui", "CIFAR-10")},
    {"data", "folder", QT_TRANSLATE_NOOP("gridscope::ui", "folder of pictures")},
    {"data", "npy", QT_TRANSLATE_NOOP("gridscope::ui", "NumPy files")},
    {"data", "csv", QT_TRANSLATE_NOOP("gridscope::ui", "table (CSV)")},
    {"data", "sample", QT_TRANSLATE_NOOP("gridscope::ui", "built-in sample")},
    {"data", "spirals", QT_TRANSLATE_NOOP("gridscope::ui", "two spirals")},
    {"data", "moons", QT_TRANSLATE_NOOP("gridscope::ui", "two moons")},
    {"data", "circles", QT_TRANSLATE_NOOP("gridscope::ui", "circles")},
    {"data", "xor", QT_TRANSLATE_NOOP("gridscope::ui", "XOR")},
    {"data", "checkerboard", QT_TRANSLATE_NOOP("gridscope::ui", "checkerboard")},
    {"network", "lenet5", QT_TRANSLATE_NOOP("gridscope::ui", "LeNet-5")},
    {"network", "mlp", QT_TRANSLATE_NOOP("gridscope::ui", "fully connected")},
    {"network", "vgg7", QT_TRANSLATE_NOOP("gridscope::ui", "VGG-7")},
    {"network", "resnet18", QT_TRANSLATE_NOOP("gridscope::ui", "ResNet-18")},
    {"network", "mobilenetv2", QT_TRANSLATE_NOOP("gridscope::ui", "MobileNetV2")},
    {"dropbits", "none", QT_TRANSLATE_NOOP("gridscope::ui", "off")},
    {"dropbits", "bitwise", QT_TRANSLATE_NOOP("gridscope::ui", "whole bits")},
    {"dropbits", "endpoints", QT_TRANSLATE_NOOP("gridscope::ui", "end points")},
    {"start", "pretrained", QT_TRANSLATE_NOOP("gridscope::ui", "from a float network")},
    {"start", "scratch", QT_TRANSLATE_NOOP("gridscope::ui", "from scratch")},
    {"float_network", "trained", QT_TRANSLATE_NOOP("gridscope::ui", "trained first")},
    {"float_network", "carried", QT_TRANSLATE_NOOP("gridscope::ui", "kept, where there is one")},
    {"optimizer", "adam", QT_TRANSLATE_NOOP("gridscope::ui", "Adam")},
    {"optimizer", "sgd", QT_TRANSLATE_NOOP("gridscope::ui", "SGD")},
    {"device", "cpu", QT_TRANSLATE_NOOP("gridscope::ui", "processor")},
    {"device", "cuda", QT_TRANSLATE_NOOP("gridscope::ui", "graphics card")},
};

constexpr Word zeros[] = {
    {"train_samples", "0", QT_TRANSLATE_NOOP("gridscope::ui", "all")},
    {"test_samples", "0", QT_TRANSLATE_NOOP("gridscope::ui", "all")},
    {"batch_norm_batches", "0", QT_TRANSLATE_NOOP("gridscope::ui", "off")},
    {"bit_penalty", "0", QT_TRANSLATE_NOOP("gridscope::ui", "off")},
    {"freeze_bits_at", "0", QT_TRANSLATE_NOOP("gridscope::ui", "never")},
    {"activation_sigma", "0", QT_TRANSLATE_NOOP("gridscope::ui", "as weights")},
    {"stop_at_accuracy", "0", QT_TRANSLATE_NOOP("gridscope::ui", "never")},
    {"stop_on_plateau", "0", QT_TRANSLATE_NOOP("gridscope::ui", "never")},
    {"stop_at_bits", "0", QT_TRANSLATE_NOOP("gridscope::ui", "never")},
    {"threads", "0", QT_TRANSLATE_NOOP("gridscope::ui", "automatic")},
    {"followed_weights", "0", QT_TRANSLATE_NOOP("gridscope::ui", "none")},
};

const char* find(const Word* begin, const Word* end, std::string_view key, std::string_view value)
{
    const auto found = std::find_if(begin, end, [&](const Word& w) { return w.key == key && w.value == value; });
    return found == end ? nullptr : found->text;
}

} // namespace

QString choiceWord(const run::Field& field, std::string_view choice)
{
    if (field.key == "method" || field.key == "activation_method") {
        const run::MethodInfo* method = run::findMethod(choice);
        if (method != nullptr && method->traits.isFloat) { return tr("full precision"); }
        const bool hasShort = method != nullptr && !method->shortName.empty();
        return toQt(hasShort ? method->shortName : choice);
    }
    const char* word = find(std::begin(words), std::end(words), field.key, choice);
    return word == nullptr ? toQt(choice) : tr(word);
}

QString zeroWord(const run::Field& field)
{
    const char* word = find(std::begin(zeros), std::end(zeros), field.key, "0");
    return word == nullptr ? QString() : tr(word);
}

} // namespace gridscope::ui
