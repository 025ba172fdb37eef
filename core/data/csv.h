// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers with a label in each row: comma, semicolon, tab or | between the columns (or what a first line "sep=;"
// says), quoted fields, a header or none, UTF-8, UTF-16 or
// Windows-1252, any line ends. Where columns are not separated by commas, a comma
// is a decimal one. The label is the column that the header calls "label", else the last; it may be a number or a word.
// The reader stays our own: libcsv gives cells without the line and column that every sentence here names.
// Errors : FileError with the file, the line, the column and what stands there. Numbers as in C, whatever the locale.
#pragma once

#include "core/data/dataset.h"

#include <span>

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

// The folder's train.csv and test.csv, whose columns are matched by name; or one file, of which a tenth tests. A nameless first
// column that numbers the rows is left out and said. Features are standardised with the mean and deviation of the training rows.
Dataset loadCsv(const run::RunConfig& config);

} // namespace gridscope::data
