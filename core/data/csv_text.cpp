// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_text.h"

#include "core/base/error.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gridscope::data {

namespace {

using Bytes = std::span<const std::uint8_t>;
constexpr std::size_t mostColumns = 65536;

void appendUtf8(std::string& text, std::uint32_t c)
{
    const auto more = [&](int shift) { text += char(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) {
        text += char(c);
    } else if (c < 0x800) {
        text += char(0xC0 | c >> 6);
        more(0);
    } else if (c < 0x10000) {
        text += char(0xE0 | c >> 12);
        more(6);
        more(0);
    } else {
        text += char(0xF0 | c >> 18);
        more(12);
        more(6);
        more(0);
    }
}

std::string fromUtf16(Bytes bytes, bool isLittle, const std::string& name)
{
    if (bytes.size() % 2 != 0) { throw FileError("The file " + name + " is UTF-16, but has an odd number of bytes."); }
    const auto unit = [&](std::size_t i) {
        return std::uint32_t(bytes[i + (isLittle ? 0 : 1)]) | std::uint32_t(bytes[i + (isLittle ? 1 : 0)]) << 8;
    };
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        const bool isHigh = c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size();
        if (isHigh && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
            i += 2;
        } else if (c >= 0xD800 && c < 0xE000) {
            c = 0xFFFD; // half a character
        }
        appendUtf8(text, c);
    }
    return text;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = run::characterLength(text);
        if (length == 0) { return false; }
        text.remove_prefix(length);
    }
    return true;
}

// Windows-1252, which holds all of Latin-1: what spreadsheets write that do not write UTF-8.
std::string fromWindows(Bytes bytes)
{
    constexpr std::array<std::uint16_t, 32> special = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    std::string text;
    for (const std::uint8_t byte : bytes) {
        appendUtf8(text, byte >= 0x80 && byte < 0xA0 ? special[byte - 0x80U] : byte);
    }
    return text;
}

bool startsWith(Bytes bytes, std::initializer_list<std::uint8_t> mark)
{
    return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin());
}

std::string utf8Of(Bytes bytes, const std::string& name)
{
    if (startsWith(bytes, {0xEF, 0xBB, 0xBF})) { bytes = bytes.subspan(3); }
    if (startsWith(bytes, {0xFF, 0xFE})) { return fromUtf16(bytes.subspan(2), true, name); }
    if (startsWith(bytes, {0xFE, 0xFF})) { return fromUtf16(bytes.subspan(2), false, name); }
    if (startsWith(bytes, {0x1F, 0x8B})) {
        throw FileError("The file " + name + " is compressed; unpack it with gunzip.");
    }
    if (startsWith(bytes, {'P', 'K', 3, 4})) {
        throw FileError("The file " + name
                        + " is a ZIP archive or a spreadsheet; unpack it, or save the sheet as CSV.");
    }
    if (bytes.size() >= 4 && bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0) {
        return fromUtf16(bytes, true, name); // without its mark
    }
    if (bytes.size() >= 4 && bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0) {
        return fromUtf16(bytes, false, name);
    }
    std::string text(bytes.begin(), bytes.end());
    return isUtf8(text) ? text : fromWindows(bytes);
}

// What the first rows of a table have of the usual separators, outside quotes.
struct Separators {
    static constexpr std::array<char, 4> known = {'\t', ';', '|', ','};
    static constexpr std::size_t comma = 3;
    using Each = std::array<std::size_t, known.size()>;

    std::vector<Each> rows = {{}};
    // Whether commas may be decimal ones in cells between these: one at most, between digits.
    std::array<bool, known.size()> hasDecimals = {true, true, true, false};

    explicit Separators(std::string_view text)
    {
        constexpr std::size_t rowsLookedAt = 20;
        bool isQuoted = false, hasText = false;
        Each commas{}; // in this cell
        for (std::size_t i = 0; i < text.size(); ++i) {
            isQuoted = isQuoted != (text[i] == '"');
            if (isQuoted) { continue; }
            if (text[i] == '\n') {
                if (hasText && rows.size() == rowsLookedAt) { return; }
                if (hasText) { rows.emplace_back(); }
                hasText = false;
                commas = {};
                continue;
            }
            hasText = true;
            if (text[i] == ',') {
                addComma(i > 0 && isDigit(text[i - 1]) && i + 1 < text.size() && isDigit(text[i + 1]), commas);
            }
            for (std::size_t k = 0; k < known.size(); ++k) {
                if (text[i] != known[k]) { continue; }
                ++rows.back()[k];
                commas[k] = 0;
            }
        }
        if (!hasText && rows.size() > 1) { rows.pop_back(); }
    }
    bool isRegular(std::size_t k) const
    {
        return rows[0][k] > 0 && std::ranges::all_of(rows, [&](const Each& row) { return row[k] == rows[0][k]; });
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }
    void addComma(bool isBetweenDigits, Each& commas)
    {
        for (std::size_t k = 0; k < comma; ++k) {
            hasDecimals[k] = hasDecimals[k] && isBetweenDigits && ++commas[k] == 1;
        }
    }
};

// The one of which every row has equally many, of several the one of which there are most, but a comma only where it cannot
// be a decimal one. Where rows differ, the first decides.
char separatorOf(std::string_view text)
{
    const Separators found(text);
    const auto& first = found.rows[0];
    std::size_t chosen = Separators::known.size();
    for (std::size_t k = 0; k < Separators::known.size(); ++k) {
        const bool isBetter = chosen == Separators::known.size()
                              || (first[k] > first[chosen] && !(k == Separators::comma && found.hasDecimals[chosen]));
        if (found.isRegular(k) && isBetter) { chosen = k; }
    }
    if (chosen < Separators::known.size()) { return Separators::known[chosen]; }
    const char best = first[1] > first[Separators::comma] ? ';' : ',';
    return first[0] > std::max(first[1], first[Separators::comma]) ? '\t' : best;
}

// Whether a number beyond the range of doubles is on its large side. The text is a number.
bool isBeyond(std::string_view text)
{
    constexpr long long far = 1'000'000'000'000'000;
    const auto e = text.find_first_of("eE");
    const std::string_view digits = text.substr(0, e);
    std::string_view exponentText = e == std::string_view::npos ? "0" : text.substr(e + 1);
    if (exponentText.starts_with('+')) { exponentText.remove_prefix(1); }
    long long exponent = 0;
    if (std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent).ec != std::errc()) {
        return !exponentText.starts_with('-');
    }
    const auto first = digits.find_first_of("123456789");
    if (first == std::string_view::npos) { return false; }
    const auto dot = std::min(digits.find('.'), digits.size());
    const long long places =
        static_cast<long long>(dot) - static_cast<long long>(first); // may be one too few: far from 0
    return std::clamp(exponent, -far, far) + places > 0;
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string tableText(Bytes bytes, const std::string& name)
{
    const std::string all = utf8Of(bytes, name);
    std::string text;
    text.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == '\0') {
            throw FileError("The file " + name + " is no text: line "
                            + std::to_string(1 + std::ranges::count(text, '\n'))
                            + " holds a zero byte; save it as UTF-8.");
        }
        const bool isReturn = all[i] == '\r';
        if (isReturn && i + 1 < all.size() && all[i + 1] == '\n') { continue; }
        text += isReturn ? '\n' : all[i];
    }
    return text;
}

std::optional<double> numberIn(std::string_view text, bool hasDecimalComma)
{
    std::string replaced;
    if (const auto comma = text.find(','); hasDecimalComma && comma != std::string_view::npos) {
        if (text.find_first_of(".,", comma + 1) != std::string_view::npos || text.find('.') < comma) {
            return std::nullopt;
        }
        replaced = text;
        replaced[comma] = '.';
        text = replaced;
    }
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') { text.remove_prefix(1); }
    if (text.find_first_of("0123456789") == std::string_view::npos) { return std::nullopt; } // nan, inf
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) { return std::nullopt; }
    if (error == std::errc::result_out_of_range) {
        return isBeyond(text) ? std::numeric_limits<double>::infinity() : 0.0;
    }
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

CsvReader::CsvReader(std::string_view text, const std::string& name) : text_(text), name_(name)
{
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    std::string_view first = text_.substr(0, end);
    if (first.size() == 7 && first.starts_with('"') && first.ends_with('"')) { first = first.substr(1, 5); }
    if (first.size() == 5 && first.starts_with("sep=")) { // as spreadsheets write and read it
        separator_ = first[4];
        at_ = std::min(text_.size(), end + 1);
        line_ = 2;
    } else {
        separator_ = separatorOf(text_);
    }
}

bool CsvReader::next(std::vector<std::string>& cells)
{
    while (at_ < text_.size()) {
        firstLine_ = line_;
        read(cells);
        if (cells.size() > 1 || !cells.front().empty()) { return true; }
    }
    return false;
}

void CsvReader::fail(const std::string& what, std::size_t column) const
{
    const std::string where = column > 0 ? ", column " + std::to_string(column) : "";
    throw FileError("Line " + std::to_string(firstLine_) + where + " of " + name_ + " " + what + ".");
}

void CsvReader::read(std::vector<std::string>& cells)
{
    cells.clear();
    for (bool isLast = false; !isLast;) {
        if (cells.size() == mostColumns) { fail("has more than " + run::thousands(mostColumns) + " columns"); }
        const std::size_t first = text_.find_first_not_of(' ', at_);
        const bool isQuoted = first != std::string_view::npos && text_[first] == '"';
        cells.push_back(isQuoted ? quoted(first + 1, cells.size() + 1) : plain());
        isLast = at_ >= text_.size() || text_[at_] == '\n';
        line_ += at_ < text_.size() && isLast ? 1 : 0;
        ++at_;
    }
}

std::string CsvReader::plain()
{
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') { ++at_; }
    return std::string(trimmed(text_.substr(begin, at_ - begin)));
}

// A doubled quote stands for one.
std::string CsvReader::quoted(std::size_t begin, std::size_t column)
{
    std::string cell;
    for (at_ = begin; at_ < text_.size(); ++at_) {
        if (text_[at_] == '\n') { ++line_; }
        if (text_[at_] != '"') {
            cell += text_[at_];
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            cell += text_[at_++];
        } else {
            ++at_;
            if (!plain().empty()) { fail("goes on after its closing quote", column); }
            return std::string(trimmed(cell));
        }
    }
    fail("has a quote that is never closed", column);
}

} // namespace gridscope::data
