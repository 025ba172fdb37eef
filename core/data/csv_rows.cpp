// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_rows.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/csv_text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gridscope::data {

namespace {

using run::lowered;

constexpr std::array<std::string_view, 14> missing = {"",    "?",    "NA",   "<NA>", "N/A", "n/a", "#N/A",
                                                      "#NA", "NULL", "null", "None", "NaT", "inf", "-inf"};

bool isHeader(const std::vector<std::string>& cells, const std::vector<std::string>& second, bool comma,
              const std::string& labelName)
{
    // The label may be a word in any row, so a last cell says something only where the next row has a number there.
    const bool hasName = std::any_of(cells.begin(), cells.end() - 1,
                                     [&](const auto& cell) { return !isMissing(cell) && !numberIn(cell, comma); });
    const bool overNumbers = !second.empty() && !cells.back().empty() && !numberIn(cells.back(), comma)
                             && numberIn(second.back(), comma) && !isMissing(cells.back());
    return hasName || overNumbers || lowered(cells.back()) == "label" || cells.back() == labelName;
}

// The column of this name, else that called label, else the last.
std::size_t labelColumn(const std::vector<std::string>& header, const std::string& name)
{
    std::size_t label = header.size() - 1;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (lowered(header[i]) == "label") { label = i; }
    }
    for (std::size_t i = 0; i < header.size() && name != "label"; ++i) {
        if (header[i] == name) { label = i; }
    }
    return label;
}

class Collector {
public:
    explicit Collector(std::size_t columns, std::size_t label) : columns_(columns), label_(label)
    {
        rows_.features = columns - 1;
        rows_.labelColumn = label + 1;
    }
    void name(const std::vector<std::string>& cells)
    {
        for (std::size_t i = 0; i < columns_; ++i) {
            if (i != label_) { rows_.header.push_back(cells[i]); }
        }
        rows_.labelName = cells[label_];
    }
    void add(const std::vector<std::string>& cells, const CsvReader& at)
    {
        if (cells.size() != columns_) {
            at.fail("has " + std::to_string(cells.size()) + (cells.size() == 1 ? " column" : " columns")
                    + ", but the first has " + std::to_string(columns_));
        }
        for (std::size_t i = 0; i < columns_; ++i) {
            if (cells[i].empty()) { at.fail("is empty; fill it in, or leave the row out", i + 1); }
            if (i != label_) { rows_.values.push_back(valueOf(cells[i], at, i + 1)); }
        }
        rows_.labels.push_back(cells[label_]);
        rows_.lines.push_back(at.line());
    }
    CsvRows take() { return std::move(rows_); }

private:
    // What is wrong with a cell that holds no number.
    static std::string complaintOf(const std::string& cell, bool hasDecimalComma)
    {
        const bool hasComma =
            cell.find(',') != std::string::npos && cell.find_first_not_of("+-0123456789.,eE") == std::string::npos;
        if (hasComma && hasDecimalComma) { return "is no finite number; write it without separators of thousands"; }
        if (hasComma) { return "is no finite number; write a decimal point, or semicolons between the columns"; }
        const bool isLeftOut = isMissing(cell) && cell.find("inf") == std::string::npos;
        return isLeftOut ? "is no number; fill it in, or leave the row out" : "is no finite number";
    }
    static double valueOf(const std::string& cell, const CsvReader& at, std::size_t column)
    {
        const auto value = numberIn(cell, at.hasDecimalComma());
        const auto fail = [&](const std::string& which) {
            at.fail("is " + run::shown(cell) + ", which " + which, column);
        };
        if (!value) { fail(complaintOf(cell, at.hasDecimalComma())); }
        if (!std::isfinite(*value)) { fail("is beyond the largest number, 1.8e308"); }
        return *value;
    }

    CsvRows rows_;
    std::size_t columns_;
    std::size_t label_;
};

} // namespace

bool isMissing(std::string_view cell)
{
    const std::string lower = lowered(cell);
    return lower == "nan" || lower == "-nan" || lower == "+nan" || std::ranges::find(missing, cell) != missing.end();
}

CsvRows parseCsv(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& labelName)
{
    const std::string text = tableText(bytes, name);
    CsvReader rows(text, name);
    std::vector<std::string> cells, second;
    if (!rows.next(cells)) { throw FileError("The file " + name + " holds no rows."); }
    if (cells.size() < 2) { rows.fail("has one column; needed are features and a label"); }
    const CsvReader first = rows;
    const bool hasSecond = rows.next(second);
    const bool hasHeader =
        isHeader(cells, hasSecond && second.size() == cells.size() ? second : std::vector<std::string>(),
                 rows.hasDecimalComma(), labelName);
    Collector collector(cells.size(), hasHeader ? labelColumn(cells, labelName) : cells.size() - 1);
    hasHeader ? collector.name(cells) : collector.add(cells, first);
    if (hasSecond) { collector.add(second, rows); }
    while (rows.next(cells)) { collector.add(cells, rows); }
    CsvRows all = collector.take();
    all.hasDecimalComma = rows.hasDecimalComma();
    if (all.labels.empty()) { throw FileError("The file " + name + " has a header, but no rows."); }
    return all;
}

} // namespace gridscope::data
