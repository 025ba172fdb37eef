// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_columns.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace gridscope::data {

using run::lowered;

namespace {

// Column `c` of the result is column columns[c] of the rows.
CsvRows withColumns(CsvRows rows, const std::vector<std::size_t>& columns)
{
    std::vector<double> values;
    values.reserve(rows.labels.size() * columns.size());
    for (std::size_t row = 0; row < rows.labels.size(); ++row) {
        for (const std::size_t c : columns) { values.push_back(rows.values[row * rows.features + c]); }
    }
    std::vector<std::string> header;
    for (const std::size_t c : columns) {
        if (!rows.header.empty()) { header.push_back(rows.header[c]); }
    }
    rows.values = std::move(values);
    rows.header = std::move(header);
    rows.features = columns.size();
    return rows;
}

void requireColumns(const std::vector<std::string>& wanted, const std::vector<std::string>& there,
                    const std::string& who, const std::string& other)
{
    for (const std::string& name : wanted) {
        const auto count = std::ranges::count(there, name);
        if (count == 1) { continue; }
        throw FileError(count == 0
                            ? "The file " + who + " has no column " + run::inQuotes(name) + ", which " + other + " has."
                            : "The file " + who + " has the column " + run::inQuotes(name) + " " + std::to_string(count)
                                  + " times.");
    }
}

CsvRows byPosition(CsvRows test, const CsvRows& train)
{
    if (test.features == train.features) { return test; }
    throw FileError("The rows of test.csv have " + std::to_string(test.features)
                    + (test.features == 1 ? " feature" : " features") + ", but those of train.csv have "
                    + std::to_string(train.features) + ".");
}

CsvRows byName(CsvRows test, const CsvRows& train)
{
    requireColumns(train.header, test.header, "test.csv", "train.csv");
    requireColumns(test.header, train.header, "train.csv", "test.csv");
    std::vector<std::size_t> columns;
    for (const std::string& name : train.header) {
        columns.push_back(std::size_t(std::ranges::find(test.header, name) - test.header.begin()));
    }
    return withColumns(std::move(test), columns);
}

} // namespace

bool hasIndex(const CsvRows& rows)
{
    if (rows.header.empty() || rows.labels.size() < 2) { return false; }
    constexpr std::array<std::string_view, 6> names = {"index", "id", "row", "rowid", "row_id", "rownames"};
    const std::string name = lowered(rows.header.front());
    const bool isNameless = name.empty() || name.starts_with("unnamed: ");
    if (!isNameless && std::ranges::find(names, name) == names.end()) { return false; }
    std::set<double> seen;
    for (std::size_t i = 0; i < rows.values.size(); i += rows.features) {
        const double value = rows.values[i];
        const bool countsUp = i == 0 || value == rows.values[i - rows.features] + 1;
        if (value != std::floor(value) || !(isNameless ? seen.insert(value).second : countsUp)) { return false; }
    }
    return true;
}

CsvRows withoutFirst(CsvRows rows)
{
    std::vector<std::size_t> others;
    for (std::size_t c = 1; c < rows.features; ++c) { others.push_back(c); }
    return withColumns(std::move(rows), others);
}

CsvRows matched(CsvRows test, const CsvRows& train, bool isLast, Dataset& dataset)
{
    if (!isLast && test.header.empty() != train.header.empty() && test.features == train.features) {
        dataset.notes.push_back(std::string(test.header.empty() ? "test.csv" : "train.csv")
                                + " has no header, so its columns are taken by position");
    }
    if (isLast || test.header == train.header || test.header.empty() || train.header.empty()) {
        return byPosition(std::move(test), train);
    }
    test = byName(std::move(test), train);
    dataset.notes.emplace_back("test.csv has its columns in another order than train.csv; they are matched by name");
    return test;
}

} // namespace gridscope::data
