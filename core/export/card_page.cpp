// SPDX-License-Identifier: GPL-3.0-or-later
// A card as a page of Markdown.
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/export/card.h"
#include "core/export/card_fields.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

namespace gridscope {

namespace {

using card::Json;

std::string cellText(const Json& value);

std::string joined(const Json& values)
{
    std::string text;
    for (const auto& [key, item] : values.items()) {
        text += (text.empty() ? "" : ", ") + (values.is_object() ? key + " " : "") + cellText(item);
    }
    return text.empty() ? "none" : text;
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
    if (value.is_object() || value.is_array()) { return joined(value); }
    return writtenJson(value);
}

std::string words(std::string key)
{
    std::ranges::replace(key, '_', ' ');
    return key;
}

std::string escaped(const std::string& text) { return run::markdownText(text); }

std::string tableOf(const Json& section, const std::string& name, const std::vector<std::string>& fields)
{
    std::string title = words(name);
    title[0] = char(std::toupper(static_cast<unsigned char>(title[0])));
    std::string table = "\n| " + title + " | |\n|---|---|\n";
    for (const auto& field : fields) {
        table += "| " + words(field) + " | " + escaped(cellText(section[field])) + " |\n";
    }
    return table;
}

// What the method says of itself; a crafted card may hold anything there.
std::string ownTableOf(const Json& facts)
{
    std::string table = "\n| Method | |\n|---|---|\n";
    for (const auto& [name, value] : facts.items()) {
        table += "| " + escaped(name) + " | " + escaped(cellText(value)) + " |\n";
    }
    return table;
}

std::string listOf(const std::vector<std::string>& entries)
{
    std::string list;
    for (const auto& entry : entries) { list += "- " + entry + "\n"; }
    return list;
}

} // namespace

std::string cardMarkdown(const std::string& json)
{
    if (const auto problems = checkCard(json); !problems.empty()) { throw FileError(problems.front()); }
    const Json card = card::parsed(json);
    std::string page = "# Quantization card: " + escaped(cellText(card["identity"]["run_id"])) + "\n";
    for (const auto& [section, fields] : card::mandatoryFields()) { page += tableOf(card[section], section, fields); }
    if (card.contains("method") && card["method"].is_object()) { page += ownTableOf(card["method"]); }
    std::vector<std::string> caveats;
    if (const Json told = card.value("caveats", Json::array()); told.is_array()) {
        for (const Json& caveat : told) { caveats.push_back(escaped(cellText(caveat))); }
    }
    if (!caveats.empty()) { page += "\nCaveats:\n\n" + listOf(caveats); }
    const auto warnings = cardWarnings(json);
    return page + "\nWarnings:\n\n" + listOf(warnings.empty() ? std::vector<std::string>{"none"} : warnings);
}

} // namespace gridscope
