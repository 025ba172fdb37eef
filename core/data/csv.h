// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers with a label in each row: comma, semicolon or tab between the columns, quoted fields, a header or none.
// The label is the column that the header calls "label", else the last; it may be a number or a word.
// Errors : FileError with the file, the line, the column and what stands there. Numbers as in C, whatever the locale.
#pragma once

#include "core/data/dataset.h"

#include <span>

namespace gridscope::data {

struct CsvRows {
    std::vector<std::string> header; // of the features; empty when the file has none
    std::size_t features = 0;        // per row
    std::vector<float> values;       // [rows, features]
    std::vector<std::string> labels; // [rows]
    std::vector<std::size_t> lines;  // [rows], counted from 1, where each begins
};
// `name` is only for messages.
CsvRows parseCsv(std::span<const std::uint8_t> bytes, const std::string& name);

// The folder's train.csv and test.csv; or one file, of which every tenth row becomes a test row. Features are standardised
// with the mean and deviation of the training rows.
Dataset loadCsv(const run::RunConfig& config);

} // namespace gridscope::data
