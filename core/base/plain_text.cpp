// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/plain_text.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace gridscope::run {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

// What stands for the character at the front: itself, a blank, or nothing.
std::string_view plainCharacter(std::string_view text)
{
    const std::size_t length = characterLength(text);
    if (length == 0) { return replacement; }
    const std::string_view character = text.substr(0, length);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (byte(0) == '\n' || byte(0) == '\t' || byte(0) == '\r') { return " "; }
    const bool isControl = byte(0) < 0x20 || byte(0) == 0x7F || (byte(0) == 0xC2 && byte(1) < 0xA0);
    const bool isNone = character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF"; // U+FFFE, U+FFFF
    return isControl || isNone ? std::string_view() : character;
}

bool isNumber(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isDigit = text.find_first_of("0123456789") != std::string_view::npos; // "-inf" is a word
    return error != std::errc::invalid_argument && end == text.data() + text.size() && isDigit;
}

// Every character of `text` as `escaped` says, or as it is where that says nothing.
template <typename Escaped>
std::string each(std::string_view text, Escaped escaped)
{
    std::string result;
    for (const char c : text) {
        const std::string_view instead = escaped(c);
        if (instead.empty()) {
            result += c;
        } else {
            result += instead;
        }
    }
    return result;
}

} // namespace

std::size_t characterLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::size_t length = byte(0) < 0x80   ? 1
                               : byte(0) < 0xC2 ? 0
                               : byte(0) < 0xE0 ? 2
                               : byte(0) < 0xF0 ? 3
                               : byte(0) < 0xF5 ? 4
                                                : 0;
    if (length > text.size()) { return 0; }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) { return 0; }
    }
    const bool overlong = (byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xF0 && byte(1) < 0x90);
    const bool unassigned = (byte(0) == 0xED && byte(1) > 0x9F) || (byte(0) == 0xF4 && byte(1) > 0x8F);
    return overlong || unassigned ? 0 : length;
}

std::string plainText(std::string_view bytes)
{
    std::string text;
    while (!bytes.empty()) {
        text += plainCharacter(bytes);
        bytes.remove_prefix(std::max<std::size_t>(characterLength(bytes), 1));
    }
    return text;
}

std::string fileNameText(const std::string& path) { return plainText(std::filesystem::path(path).filename().string()); }

std::string xmlText(std::string_view bytes)
{
    return each(plainText(bytes), [](char c) -> std::string_view {
        switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '"': return "&quot;";
        case '\'': return "&#39;";
        default: return {};
        }
    });
}

std::string markdownText(std::string_view bytes)
{
    return each(plainText(bytes), [](char c) -> std::string_view {
        switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;"; // without it a ">" is none of HTML
        case '|': return "\\|";
        case '`': return "\\`";
        case '*': return "\\*";
        case '[': return "\\[";
        case ']': return "\\]";
        case '#': return "\\#";
        case '~': return "\\~";
        case '\\': return "\\\\";
        default: return {};
        }
    });
}

std::string cellText(std::string_view bytes)
{
    std::string text = plainText(bytes);
    const auto first = text.find_first_not_of(' '); // spreadsheets that trim would meet the sign there
    const bool isFormula =
        first != std::string::npos && std::string_view("=+-@").find(text[first]) != std::string_view::npos;
    return isFormula && !isNumber(text) ? "'" + text : text;
}

} // namespace gridscope::run
