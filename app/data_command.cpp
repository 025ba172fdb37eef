// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_command.h"

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/wording.h"
#include "core/data/data_check.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace gridscope::app {

namespace {

using Json = nlohmann::ordered_json;
using data::DataCheck;
using run::thousands;

// The settings of a run with the smallest network, which all data fit.
run::RunConfig configOf(const DataOptions& options)
{
    run::RunConfig config;
    config.network = "mlp";
    if (!options.folder.empty()) {
        config.data = data::guessedKind(options.folder);
        config.dataFolder = options.folder;
    }
    for (const auto& setting : options.settings) { run::applySetting(config, setting); }
    if (options.seed) { run::setField(config, "seed", std::to_string(*options.seed)); }
    run::requireValid(config);
    return config;
}

std::string number(double value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6g", value);
    return text.data();
}

std::string secondsText(double seconds)
{
    constexpr double minute = 60, hour = 3600;
    if (seconds < 0.1) { return "less than 0.1 s"; }
    if (seconds < 2 * minute) {
        return number(seconds < 10 ? std::round(10 * seconds) / 10 : std::round(seconds)) + " s";
    }
    return seconds < 2 * hour ? number(std::round(seconds / minute)) + " min"
                              : number(std::round(seconds / hour)) + " h";
}

std::string padded(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string classLines(const DataCheck& check)
{
    std::size_t width = 5;
    for (const auto& c : check.classes) { width = std::max(width, c.name.size()); }
    std::string text = thousands(std::int64_t(check.classes.size())) + " classes\n  " + padded("", width)
                       + "    training  validation        test\n";
    for (const auto& c : check.classes) {
        text += "  " + padded(c.name, width);
        for (const std::int64_t count : {c.train, c.validation, c.test}) {
            const std::string digits = thousands(count);
            text += std::string(digits.size() < 12 ? 12 - digits.size() : 1, ' ') + digits;
        }
        text += "\n";
    }
    return text;
}

std::string rangeLines(const DataCheck& check)
{
    constexpr std::size_t mostShown = 40;
    std::string text;
    for (std::size_t i = 0; i < std::min(check.ranges.size(), mostShown); ++i) {
        const data::Range& r = check.ranges[i];
        const std::string name = check.unit == "pictures" ? "bytes"
                                 : r.name.empty()         ? "column " + std::to_string(i + 1)
                                                          : r.name;
        text += "  " + name + ": " + number(r.low) + " to " + number(r.high) + ", mean " + number(r.mean)
                + ", deviation " + number(r.deviation) + (r.low == r.high ? " (never changes)" : "") + "\n";
    }
    const std::size_t more = check.ranges.size() - std::min(check.ranges.size(), mostShown);
    return "Ranges in the training " + check.unit + "\n" + text
           + (more > 0 ? "  and " + thousands(std::int64_t(more)) + " more columns\n" : "");
}

std::string textOf(const DataCheck& check)
{
    std::string text = check.name + ": " + check.kind + ", " + thousands(check.train) + " training, "
                       + thousands(check.validation) + " validation, " + thousands(check.test) + " test " + check.unit;
    text += check.unit == "pictures"
                ? " of " + std::to_string(check.height) + "x" + std::to_string(check.width) + ", "
                      + std::to_string(check.channels) + (check.channels == 1 ? " channel\n" : " channels\n")
                : " of " + std::to_string(check.channels) + (check.channels == 1 ? " number\n" : " numbers\n");
    text += "Split: " + check.split + "\n" + classLines(check) + rangeLines(check);
    for (const auto& same : check.duplicates) {
        text += "Duplicates: " + thousands(same.count) + " in " + same.between + ", such as: " + same.example + "\n";
    }
    if (check.duplicates.empty()) { text += "Duplicates: none across the parts\n"; }
    for (const std::string& note : check.notes) { text += "Note: " + note + "\n"; }
    constexpr std::size_t mostShown = 20;
    if (!check.passedOver.empty()) {
        text += "Passed over: " + thousands(std::int64_t(check.passedOver.size())) + "\n";
    }
    for (std::size_t i = 0; i < std::min(check.passedOver.size(), mostShown); ++i) {
        text += "  " + run::withoutControls(check.passedOver[i].what) + ": " + check.passedOver[i].why + "\n";
    }
    if (check.passedOver.size() > mostShown) { text += "  ... (--json lists all)\n"; }
    return text + "Time: loading takes " + secondsText(check.loadingSeconds)
           + (check.epochSeconds > 0 ? ", reading the pictures of one epoch about " + secondsText(check.epochSeconds)
                                     : ", then all is in memory")
           + "\n";
}

std::string jsonOf(const DataCheck& check)
{
    Json object = {{"kind", check.kind},     {"name", check.name},
                   {"source", check.source}, {"unit", check.unit},
                   {"split", check.split},   {"channels", check.channels},
                   {"height", check.height}, {"width", check.width},
                   {"train", check.train},   {"validation", check.validation},
                   {"test", check.test}};
    for (const char* list : {"classes", "ranges", "duplicates", "passed_over"}) { object[list] = Json::array(); }
    for (const auto& c : check.classes) {
        object["classes"].push_back(
            {{"name", c.name}, {"train", c.train}, {"validation", c.validation}, {"test", c.test}});
    }
    for (const auto& r : check.ranges) {
        object["ranges"].push_back(
            {{"name", r.name}, {"low", r.low}, {"high", r.high}, {"mean", r.mean}, {"deviation", r.deviation}});
    }
    for (const auto& d : check.duplicates) {
        object["duplicates"].push_back({{"between", d.between}, {"count", d.count}, {"example", d.example}});
    }
    for (const auto& p : check.passedOver) {
        object["passed_over"].push_back({{"file", run::withoutControls(p.what)}, {"why", p.why}});
    }
    object["notes"] = check.notes;
    object["loading_seconds"] = check.loadingSeconds;
    object["epoch_seconds"] = check.epochSeconds;
    return writtenJson(object, 2) + "\n";
}

} // namespace

int tellData(const DataOptions& options)
{
    const DataCheck check = data::checkData(configOf(options));
    print(options.json ? jsonOf(check) : textOf(check));
    return 0;
}

} // namespace gridscope::app
