// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/wording.h"

#include "core/base/plain_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <vector>

namespace gridscope::run {

namespace {

constexpr std::size_t mostShown = 60; // bytes

// The first character, or "?" in place of a control character (of C0, DEL or C1) and of broken UTF-8.
std::string_view firstShown(std::string_view text)
{
    const std::size_t length = characterLength(text);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const bool isControl = length == 0 || byte(0) < 0x20 || byte(0) == 0x7F || (byte(0) == 0xC2 && byte(1) < 0xA0);
    return isControl ? std::string_view("?") : text.substr(0, length);
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t(0));
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string shown(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        if (result.size() >= mostShown) { return result + "..."; }
        result += firstShown(text);
        text.remove_prefix(std::max<std::size_t>(characterLength(text), 1));
    }
    return result;
}

std::string withoutControls(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        result += text[0] == '\n' || text[0] == '\t' ? text.substr(0, 1) : firstShown(text);
        text.remove_prefix(std::max<std::size_t>(characterLength(text), 1));
    }
    return result;
}

std::string inQuotes(std::string_view text) { return std::string("\"").append(shown(text)).append("\""); }

std::string lowered(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) { c = c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }
    return lower;
}

std::string numberText(double value)
{
    const double size = std::abs(value);
    const bool isPlain = size == 0 || (size >= 1e-6 && size < 1e15);
    std::array<char, 64> buffer{};
    const auto end =
        isPlain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr
                : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string fixed(double value, int digits)
{
    if (!std::isfinite(value)) { return "-"; }
    std::array<char, 512> text{}; // the longest finite one has 309 digits before the point
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

std::string thousands(std::int64_t value)
{
    const std::string digits = std::to_string(value);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const bool startsGroup = i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-';
        if (startsGroup) { text += ','; }
        text += digits[i];
    }
    return text;
}

std::string shapeText(std::span<const std::int64_t> shape)
{
    std::string text;
    for (const std::int64_t size : shape) { text += (text.empty() ? "" : "x") + std::to_string(size); }
    return text;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string_view nearest(std::string_view name, std::span<const std::string_view> names)
{
    const std::string_view beginning = name.substr(0, 200); // what a stranger wrote may be a megabyte
    return *std::ranges::min_element(names, {}, [&](std::string_view known) { return editDistance(beginning, known); });
}

} // namespace gridscope::run
