// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/config_fields.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace gridscope::run {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostBytes = 1'000'000;
constexpr int mostDepth = 4; // settings need 2: the object and a list

std::string placeOf(std::string_view text, std::size_t byte)
{
    const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = 1 + std::ranges::count(before, '\n');
    const auto lastBreak = before.rfind('\n');
    const auto column = before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// "unexpected end of input; expected ']'" out of the parser's longer message, without the bytes it quotes.
std::string reasonOf(std::string_view message)
{
    const auto dash = message.find(" - ");
    std::string_view reason = dash == std::string_view::npos ? message : message.substr(dash + 3);
    const auto expected = reason.rfind("; expected ");
    const std::string tail = expected == std::string_view::npos ? "" : std::string(reason.substr(expected));
    return shown(reason.substr(0, reason.find(';'))) + tail;
}

// Refuses what the parser would take silently: twice the same key, and nesting that no setting has.
class Watch {
public:
    explicit Watch(std::string file) : file_(std::move(file)) {}
    bool operator()(int depth, Json::parse_event_t event, const Json& parsed)
    {
        const bool opens = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        if (opens && depth >= mostDepth) { throw ConfigError(file_ + " is nested deeper than settings are."); }
        if (event == Json::parse_event_t::key && depth == 1) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!keys_.insert(key).second) {
                throw ConfigError(file_ + ": the setting " + inQuotes(key) + " is there twice.");
            }
        }
        return true;
    }

private:
    std::string file_;
    std::set<std::string> keys_;
};

Json parsedObject(std::string_view text, const std::string& file)
{
    if (text.size() > mostBytes) {
        throw ConfigError(file + " has " + thousands(std::int64_t(text.size()))
                          + " bytes; a settings file has at most 1,000,000.");
    }
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        throw ConfigError(file + " is empty; it must hold one JSON object such as {\"bits\": 3}.");
    }
    Json json;
    try {
        json = Json::parse(text, Watch(file));
    } catch (const Json::parse_error& error) {
        throw ConfigError(file + ", " + placeOf(text, error.byte) + " is not JSON: " + reasonOf(error.what()) + ".");
    } catch (const Json::exception& error) { // a number beyond every type
        throw ConfigError(file + " cannot be read: " + reasonOf(error.what()) + ".");
    }
    if (!json.is_object()) { throw ConfigError(file + " must hold one JSON object such as {\"bits\": 3}."); }
    return json;
}

std::string dumped(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

// 5.0 and 2e0 are whole numbers, too: other programs write them so.
bool isWhole(const Json& value)
{
    if (value.is_number_integer()) { return true; }
    constexpr double exactBelow = 9007199254740992.0; // 2^53
    if (!value.is_number_float()) { return false; }
    const double number = value.get<double>();
    return std::trunc(number) == number && std::abs(number) < exactBelow;
}

bool hasTypeOf(const Json& value, const Own& own)
{
    switch (own.kind) {
    case Own::Kind::Number: return value.is_number();
    case Own::Kind::Whole: return isWhole(value);
    case Own::Kind::Flag: return value.is_boolean();
    case Own::Kind::Choice: break;
    }
    return value.is_string();
}

bool hasTypeOf(const Json& value, const Field& field)
{
    if (const Own* own = std::get_if<Own>(&field.member)) { return hasTypeOf(value, *own); }
    switch (field.member.index()) {
    case 0:
    case 1: return isWhole(value);
    case 2: return value.is_number();
    case 3: return value.is_boolean();
    case 4: return value.is_string();
    case 6:
        return value.is_number()
               || (value.is_array() && std::ranges::all_of(value, [](const Json& v) { return v.is_number(); }));
    default: return isWhole(value) || (value.is_array() && std::ranges::all_of(value, isWhole));
    }
}

// As a user would type it.
std::string typedText(const Json& value, bool isOfWholes)
{
    if (value.is_string()) { return value.get<std::string>(); }
    if (value.is_number_float() && isOfWholes) { return std::to_string(std::int64_t(value.get<double>())); }
    if (!value.is_array()) { return dumped(value); }
    std::string text;
    for (const Json& item : value) { text += (text.empty() ? "" : ",") + typedText(item, isOfWholes); }
    return text;
}

bool holdsWholes(const Field& field)
{
    const Own* own = std::get_if<Own>(&field.member);
    return field.member.index() < 2 || field.member.index() == 5 || (own != nullptr && own->kind == Own::Kind::Whole);
}

void apply(RunConfig& config, const std::string& key, const Json& value)
{
    const Field* field = findField(key);
    const bool hasType = field ? hasTypeOf(value, *field) : key != "preset" || value.is_string();
    if (!hasType) {
        const std::string allowed = field ? allowedText(*field) : "the name of a preset";
        throw ConfigError(key + " is " + shown(dumped(value)) + "; allowed is " + allowed + ".");
    }
    setField(config, key, typedText(value, field && holdsWholes(*field)));
}

Json jsonOf(const RunConfig& config, const Field& field)
{
    if (const Own* own = std::get_if<Own>(&field.member)) {
        const std::string text = ownText(config, field);
        return own->kind == Own::Kind::Choice ? Json(text) : Json::parse(text);
    }
    return std::visit(
        [&](auto member) {
            if constexpr (std::is_same_v<decltype(member), Own>) {
                return Json();
            } else {
                return Json(config.*member);
            }
        },
        field.member);
}

} // namespace

RunConfig configFromJson(std::string_view json, const RunConfig& base, std::string_view fileName)
{
    const std::string file = shown(fileName);
    const Json object = parsedObject(json, file);
    RunConfig config = base;
    try {
        if (object.contains("preset")) { apply(config, "preset", object["preset"]); }
        for (const auto& [key, value] : object.items()) {
            if (key != "preset") { apply(config, key, value); }
        }
    } catch (const ConfigError& error) {
        throw ConfigError(file + ": " + error.what());
    }
    return config;
}

RunConfig recordedConfig(std::string_view json, std::string_view fileName)
{
    RunConfig config = configFromJson(json, RunConfig{}, fileName);
    if (!parsedObject(json, shown(fileName)).contains("split")) { config.split = "last"; }
    return config;
}

std::string configToJson(const RunConfig& config, int indent)
{
    Json object = Json::object();
    object["preset"] = config.preset;
    for (const Field& field : configFields()) {
        const bool isOfAnother = !field.method.empty() && field.method != config.method;
        if (!isOfAnother) { object[std::string(field.key)] = jsonOf(config, field); }
    }
    return object.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace gridscope::run
