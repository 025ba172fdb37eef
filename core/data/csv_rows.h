// SPDX-License-Identifier: GPL-3.0-or-later
// From the cells of a table to its rows: which line is the header, which column the label, and numbers everywhere else.
// Errors : FileError with the file, the line, the column and what stands there. Numbers as in C, whatever the locale.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::data {

struct CsvRows {
    std::vector<std::string> header; // of the features; empty when the file has none
    std::string labelName;           // of the label's column, when there is a header
    std::size_t features = 0;        // per row
    std::vector<double> values;      // [rows, features]
    std::vector<std::string> labels; // [rows], as they stand there
    std::size_t labelColumn = 0;     // counted from 1
    bool hasDecimalComma = false;    // "0,5" is a number
    std::vector<std::size_t> lines;  // [rows], counted from 1, where each begins
};
// `name` is only for messages. `labelName` is the label's column if the header has one of that name.
CsvRows parseCsv(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& labelName = "label");

// How programs write that there is no value.
bool isMissing(std::string_view cell);

} // namespace gridscope::data
