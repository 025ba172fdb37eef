// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/table.h"

#include "core/base/json_text.h"
#include "core/base/plain_text.h"
#include "core/base/wording.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>

namespace gridscope {

namespace {

std::string quotedWhereNeeded(const std::string& value)
{
    if (value.find_first_of(",\"\n\r") == std::string::npos) { return value; }
    std::string quoted = "\"";
    for (const char c : value) { quoted += c == '"' ? "\"\"" : std::string(1, c); }
    return quoted + '"';
}

struct CsvCell {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(double value) const { return std::isfinite(value) ? run::numberText(value) : ""; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return quotedWhereNeeded(run::cellText(value)); }
};

struct TsvCell {
    template <typename Value>
    std::string operator()(const Value& value) const
    {
        return CsvCell{}(value);
    }
    std::string operator()(const std::string& value) const
    {
        return run::cellText(value);
    } // without tabs and line ends
};

std::string heading(const Column& column)
{
    return column.unit.empty() ? column.name : column.name + " [" + column.unit + "]";
}

struct JsonCell {
    std::string operator()(std::monostate) const { return "null"; }
    std::string operator()(double value) const { return std::isfinite(value) ? run::numberText(value) : "null"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(const std::string& value) const { return jsonText(value); }
};

} // namespace

std::string jsonText(const std::string& text) { return writtenJson(nlohmann::json(text)); }

Table& Table::row()
{
    cells_.resize(cells_.size() + columns_.size());
    filled_ = 0;
    return *this;
}

Table& Table::add(Cell cell)
{
    assert(filled_ < columns_.size() && !cells_.empty());
    cells_[cells_.size() - columns_.size() + filled_++] = std::move(cell);
    return *this;
}

Table& Table::operator<<(double value) { return add(value); }
Table& Table::operator<<(std::int64_t value) { return add(value); }
Table& Table::operator<<(std::string value) { return add(std::move(value)); }

void Table::set(std::size_t column, double value) { cells_[cells_.size() - columns_.size() + column] = value; }

std::string Table::csv() const
{
    std::string text;
    for (const Column& c : columns_) { text += (text.empty() ? "" : ",") + quotedWhereNeeded(heading(c)); }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        text += (i % columns_.size() == 0 ? '\n' : ',') + std::visit(CsvCell{}, cells_[i]);
    }
    return text + '\n';
}

std::string Table::tsv() const
{
    std::string text;
    for (const Column& c : columns_) { text += (text.empty() ? "" : "\t") + heading(c); }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        text += (i % columns_.size() == 0 ? '\n' : '\t') + std::visit(TsvCell{}, cells_[i]);
    }
    return text + '\n';
}

std::string Table::json() const
{
    std::string text = "{\"columns\": [";
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        text += (i == 0 ? "" : ", ");
        text += "{\"name\": " + jsonText(columns_[i].name) + ", \"unit\": " + jsonText(columns_[i].unit) + "}";
    }
    text += "],\n\"rows\": [";
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        text += i % columns_.size() != 0 ? "," : i == 0 ? "\n[" : "],\n[";
        text += std::visit(JsonCell{}, cells_[i]);
    }
    return text + (cells_.empty() ? "]}" : "]]}");
}

} // namespace gridscope
