// SPDX-License-Identifier: GPL-3.0-or-later
// From the bytes of a table to its cells, and from a cell to a number. csv.h says what the cells mean.
// Errors : FileError with the file, and with line and column where there are any.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::data {

// UTF-8 without a byte order mark and with \n as the only line end. UTF-16 and Windows-1252 are brought to it; what is no text
// is refused.
std::string tableText(std::span<const std::uint8_t> bytes, const std::string& name);

// The number, 0 when it is too small for a double, infinite when it is too large; nothing when it is none, or NaN or "inf".
// `hasDecimalComma`: "0,5" is one, too.
std::optional<double> numberIn(std::string_view text, bool hasDecimalComma = false);

// Rows of a text, one after the other.
class CsvReader {
public:
    CsvReader(std::string_view text, const std::string& name);
    // The cells of the next row that is not empty; false after the last.
    bool next(std::vector<std::string>& cells);
    std::size_t line() const { return firstLine_; } // of the row
    bool hasDecimalComma() const { return separator_ != ','; }
    [[noreturn]] void fail(const std::string& what,
                           std::size_t column = 0) const; // "Line 3, column 2 of a.csv " and what

private:
    void read(std::vector<std::string>& cells);
    std::string plain();
    std::string quoted(std::size_t begin, std::size_t column);

    std::string_view text_;
    const std::string& name_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t firstLine_ = 1;
};

std::string_view trimmed(std::string_view text);

} // namespace gridscope::data
