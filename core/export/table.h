// SPDX-License-Identifier: GPL-3.0-or-later
// A table of numbers that is written as CSV or as JSON: columns with a unit each, cells with full precision.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace gridscope {

struct Column {
    std::string name; // "train_loss"
    std::string unit; // "nats"; "" when it has none
};

std::string jsonText(const std::string& text); // in quotes, and whatever is in it escaped

class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    Table& row(); // begins one; cells follow from left to right, those that do not come stay empty
    Table& operator<<(double value);
    Table& operator<<(std::int64_t value);
    Table& operator<<(int value) { return *this << std::int64_t(value); }
    Table& operator<<(std::string value);
    void set(std::size_t column, double value); // of the current row

    // One header line "step,train_loss [nats]"; NaN and what did not come are empty cells. Texts are as run::cellText() has them, so
    // that no spreadsheet takes one for a formula.
    std::string csv() const;
    // The same with tabs, as spreadsheets take it from the clipboard; tabs and line ends within a text become spaces.
    std::string tsv() const;
    std::size_t rows() const { return cells_.size() / columns_.size(); }
    // {"columns": [{"name", "unit"}], "rows": [[...]]}; NaN and what did not come are null.
    std::string json() const;

private:
    using Cell = std::variant<std::monostate, double, std::int64_t, std::string>;
    Table& add(Cell cell);

    std::vector<Column> columns_;
    std::vector<Cell> cells_; // row by row
    std::size_t filled_ = 0;  // of the current row
};

} // namespace gridscope
