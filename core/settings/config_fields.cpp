// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/config_fields.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/settings/presets.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace gridscope::run {

namespace {

constexpr std::size_t mostListed = 64;
constexpr std::size_t longestText = 4096;

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

template <typename T>
std::optional<T> parsedNumber(std::string_view text)
{
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if constexpr (std::is_integral_v<T>) {                // 5.0 and 2e3 are whole numbers, too
        constexpr double exactBelow = 9007199254740992.0; // 2^53
        const bool goesOn = error == std::errc() && end != text.data() + text.size();
        const auto real = goesOn ? parsedNumber<double>(text) : std::nullopt;
        if (real && std::trunc(*real) == *real && std::abs(*real) < exactBelow
            && std::in_range<T>(std::int64_t(*real))) {
            return T(*real);
        }
    }
    if (error != std::errc() || end != text.data() + text.size()) { return std::nullopt; }
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value)) { return std::nullopt; }
    }
    return value;
}

template <typename T>
std::optional<std::vector<T>> parsedList(std::string_view text)
{
    std::vector<T> values;
    if (trimmed(text).empty()) { return values; }
    for (;;) {
        const auto comma = text.find(',');
        const auto value = parsedNumber<T>(trimmed(text.substr(0, comma)));
        if (!value || values.size() == mostListed) { return std::nullopt; }
        values.push_back(*value);
        if (comma == std::string_view::npos) { return values; }
        text.remove_prefix(comma + 1);
    }
}

std::optional<bool> parsedBool(std::string_view text)
{
    if (text == "true") { return true; }
    if (text == "false") { return false; }
    return std::nullopt;
}

template <typename T>
std::optional<T> parsedAs(std::string_view text)
{
    if constexpr (std::is_same_v<T, bool>) {
        return parsedBool(text);
    } else if constexpr (std::is_same_v<T, std::vector<int>>) {
        return parsedList<int>(text);
    } else if constexpr (std::is_same_v<T, std::vector<double>>) {
        return parsedList<double>(text);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return std::string(text);
    } else {
        return parsedNumber<T>(text);
    }
}

// Of a setting of one method alone, as it is kept: "true", "1000", one of its choices; nothing where it is not allowed.
std::optional<std::string> ownValue(const Field& field, std::string_view text)
{
    using enum Own::Kind;
    const Own::Kind kind = std::get<Own>(field.member).kind;
    if (kind == Choice) {
        return std::ranges::find(field.choices, text) != field.choices.end() ? std::optional(std::string(text))
                                                                             : std::nullopt;
    }
    if (kind == Flag) { return parsedBool(text) ? std::optional(std::string(text)) : std::nullopt; }
    const auto whole = parsedNumber<std::int64_t>(text);
    const auto number = kind != Whole ? parsedNumber<double>(text)
                        : whole       ? std::optional(double(*whole))
                                      : std::nullopt;
    if (!number || *number < field.low || *number > field.high) { return std::nullopt; }
    return numberText(*number);
}

bool isPowerOfTwo(int value) { return value > 0 && (value & (value - 1)) == 0; }

bool isInRange(const Field& field, double value) { return value >= field.low && value <= field.high; }

bool isAllowed(const Field& field, bool) { return field.choices.empty(); }
bool isAllowed(const Field& field, double value) { return isInRange(field, value); }
bool isAllowed(const Field& field, std::int64_t value) { return isInRange(field, double(value)); }
bool isAllowed(const Field& field, int value)
{
    return isInRange(field, value) && (field.key != "bins_per_cell" || isPowerOfTwo(value));
}
template <typename T>
bool isAllowed(const Field& field, const std::vector<T>& values)
{
    return std::ranges::all_of(values, [&](T value) { return isInRange(field, double(value)); });
}
bool isAllowed(const Field& field, const std::string& text)
{
    if (!field.choices.empty()) { return std::ranges::find(field.choices, text) != field.choices.end(); }
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    return text.size() <= longestText && std::ranges::none_of(text, isControl);
}

std::string sentenceFor(const Field& field, std::string_view text)
{
    const bool isText = std::holds_alternative<std::string RunConfig::*>(field.member);
    const std::string value = isText || text.empty() ? inQuotes(text) : shown(text);
    return std::string(field.key) + " is " + value + "; allowed is " + allowedText(field) + ".";
}

[[noreturn]] void throwUnknownKey(std::string_view key)
{
    std::vector<std::string_view> keys = {"preset"};
    for (const Field& field : configFields()) { keys.push_back(field.key); }
    throw ConfigError("There is no setting " + inQuotes(key) + "; the nearest is " + inQuotes(nearest(key, keys))
                      + ".");
}

} // namespace

const Field* findField(std::string_view key)
{
    const auto found = std::ranges::find(configFields(), key, &Field::key);
    return found == configFields().end() ? nullptr : &*found;
}

std::string fieldText(const RunConfig& config, const Field& field)
{
    const auto listText = [](const auto& values) {
        std::string text;
        for (const auto value : values) { text.append(text.empty() ? "" : ",").append(numberText(double(value))); }
        return text;
    };
    return std::visit(Overloaded{
                          [&](bool RunConfig::*member) { return std::string(config.*member ? "true" : "false"); },
                          [&](double RunConfig::*member) { return numberText(config.*member); },
                          [&](std::string RunConfig::*member) { return config.*member; },
                          [&](std::vector<int> RunConfig::*member) { return listText(config.*member); },
                          [&](std::vector<double> RunConfig::*member) { return listText(config.*member); },
                          [&](const Own&) { return ownText(config, field); },
                          [&](auto member) { return std::to_string(config.*member); },
                      },
                      field.member);
}

std::vector<const Field*> differingFields(const std::vector<const RunConfig*>& configs)
{
    std::vector<const Field*> fields;
    for (const Field& field : configFields()) {
        const bool differs = std::ranges::any_of(configs, [&](const RunConfig* config) {
            return fieldText(*config, field) != fieldText(*configs.front(), field);
        });
        if (differs) { fields.push_back(&field); }
    }
    return fields;
}

std::string exampleText(const Field& field)
{
    if (std::holds_alternative<std::vector<double> RunConfig::*>(field.member)) { return "0.9,0.9,0.8,0.9"; }
    if (!std::holds_alternative<std::vector<int> RunConfig::*>(field.member)) { return ""; }
    if (field.key == "bits") { return "3,4,4,3"; }
    return field.key == "float_layers" || field.key == "frozen_layers" ? "1,4" : "32,64"; // numbers of layers; widths
}

std::string allowedText(const Field& field)
{
    const std::string range = " between " + numberText(field.low) + " and " + numberText(field.high);
    const auto choiceText = [&] {
        std::string text;
        for (const auto choice : field.choices) { text.append(text.empty() ? "one of " : ", ").append(choice); }
        return text.empty() ? std::string("a text of at most 4096 bytes without control characters") : text;
    };
    const std::string whole = field.key == "bins_per_cell" ? "a power of two" : "a whole number";
    const std::string example = exampleText(field);
    return std::visit(
        Overloaded{
            [&](bool RunConfig::*) { return std::string("true or false"); },
            [&](double RunConfig::*) { return std::string("a number").append(range); },
            [&](std::string RunConfig::*) { return choiceText(); },
            [&](std::vector<int> RunConfig::*) { return whole + range + ", or a list of them such as " + example; },
            [&](std::vector<double> RunConfig::*) {
                return "a number" + range + ", or a list of them such as " + example;
            },
            [&](const Own& own) {
                using enum Own::Kind;
                return own.kind == Choice ? choiceText()
                       : own.kind == Flag ? std::string("true or false")
                                          : (own.kind == Whole ? whole : "a number") + range;
            },
            [&](auto) { return whole + range; },
        },
        field.member);
}

void setField(RunConfig& config, std::string_view key, std::string_view text)
{
    if (key == "preset") {
        if (!text.empty()) { config = preset(text).config; }
        config.preset = text;
        return;
    }
    const Field* field = findField(key);
    if (!field) { throwUnknownKey(key); }
    const auto refuse = [&] { throw ConfigError(sentenceFor(*field, text)); };
    const auto setOwn = [&](const Own& own) {
        const auto value = ownValue(*field, text);
        if (!value) { refuse(); }
        if (*value == own.start) {
            config.own.erase(std::string(key));
        } else {
            config.own[std::string(key)] = *value;
        }
    };
    const auto set = [&](auto member) {
        auto value = parsedAs<std::remove_cvref_t<decltype(config.*member)>>(text);
        if (!value || !isAllowed(*field, *value)) { refuse(); }
        config.*member = std::move(*value);
    };
    std::visit(Overloaded{setOwn, set}, field->member);
}

void applySetting(RunConfig& config, std::string_view setting)
{
    const auto equals = setting.find('=');
    if (equals == std::string_view::npos) {
        throw ConfigError("--set takes key=value, such as bits=3; got " + inQuotes(setting) + ".");
    }
    setField(config, setting.substr(0, equals), setting.substr(equals + 1));
}

void forgetMethodSettings(RunConfig& config)
{
    std::erase_if(config.own, [](const auto& one) {
        const Field* field = findField(one.first);
        return field == nullptr || !field->method.empty();
    });
}

std::string wrongValueText(const RunConfig& config, const Field& field)
{
    const bool isRight = std::visit(Overloaded{
                                        [&](const Own&) { return ownValue(field, ownText(config, field)).has_value(); },
                                        [&](auto member) { return isAllowed(field, config.*member); },
                                    },
                                    field.member);
    return isRight ? "" : sentenceFor(field, fieldText(config, field));
}

} // namespace gridscope::run
