// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/chained_rows.h"

#include <limits>
#include <optional>
#include <variant>

namespace gridscope::run {

namespace {

// A row as it is, its checksum looked at.
class Row {
public:
    Row(const Database& database, const ChainedTable& table, const Statement& row, int columns, std::int64_t previous)
    {
        RowReader reader(database, row, table.name);
        reader.sumOnly(previous);
        for (int column = 0; column + 1 < columns; ++column) { values_.push_back(read(reader, row.type(column))); }
        reader.check();
    }
    std::int64_t key() const { return std::get<std::int64_t>(values_.front()); }
    void write(Statement& into, const ChainedTable& table, std::int64_t previous) const
    {
        RowWriter writer(into, table.name);
        writer.sumOnly(previous);
        for (const Value& value : values_) {
            std::visit([&](const auto& v) { add(writer, v); }, value);
        }
        writer.write();
    }

private:
    using Blob = std::vector<std::uint8_t>;
    using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;
    static Value read(RowReader& reader, Statement::Type type)
    {
        constexpr std::size_t any = std::numeric_limits<std::int32_t>::max();
        switch (type) {
        case Statement::Type::Integer: return reader.integer();
        case Statement::Type::Real: return reader.real();
        case Statement::Type::Text: return reader.text(any);
        case Statement::Type::Blob: return reader.bytes(any);
        case Statement::Type::Null: break;
        }
        reader.null();
        return {};
    }
    static void add(RowWriter& writer, std::monostate) { writer.null(); }
    static void add(RowWriter& writer, std::int64_t value) { writer.integer(value); }
    static void add(RowWriter& writer, double value) { writer.real(value); }
    static void add(RowWriter& writer, const std::string& value) { writer.text(value); }
    static void add(RowWriter& writer, const Blob& value) { writer.bytes(value); }

    std::vector<Value> values_;
};

struct Plan {
    std::vector<std::int64_t> gone; // keys
    std::vector<std::pair<Row, std::int64_t>>
        renewed; // that stay behind one that goes, and the key that comes before it then
};

Plan planOf(Database& database, const ChainedTable& table, const std::string& key, int columns, std::int64_t after,
            std::int64_t last, const std::function<bool(const Statement&)>& stays)
{
    const auto edge = [&](const char* what, const char* where, std::int64_t border) -> std::optional<std::int64_t> {
        Statement query = database.prepare(
            "SELECT " + std::string(what) + "(" + key + ") FROM " + table.name + " WHERE " + key + where, table.name);
        query.bind(border);
        return query.next() && query.type(0) == Statement::Type::Integer ? std::optional(query.integer(0))
                                                                         : std::nullopt;
    };
    const std::optional<std::int64_t> before = edge("max", " <= ?", after);
    const std::int64_t until = edge("min", " > ?", last).value_or(last); // the row behind them is summed anew, too
    Statement rows = database.prepare(
        "SELECT * FROM " + table.name + " WHERE " + key + " > ? AND " + key + " <= ? ORDER BY " + key, table.name);
    rows.bind(after).bind(until);
    Plan plan;
    std::int64_t previous = before.value_or(table.beforeFirst), kept = previous;
    for (bool isFirst = !before; rows.next(); isFirst = false) {
        Row row(database, table, rows, columns, previous);
        const bool goes = !isFirst && row.key() <= last && !stays(rows);
        if (goes) { plan.gone.push_back(row.key()); }
        const std::int64_t own = row.key();
        if (!goes && kept != previous) { plan.renewed.emplace_back(std::move(row), kept); }
        if (!goes) { kept = own; }
        previous = own;
    }
    return plan;
}

} // namespace

void thinRows(Database& database, const ChainedTable& table, std::int64_t after, std::int64_t last,
              const std::function<bool(const Statement& row)>& stays)
{
    const std::string key = database.word("SELECT name FROM pragma_table_info('" + table.name + "') WHERE cid = 0");
    const int columns = int(database.number("SELECT count(*) FROM pragma_table_info('" + table.name + "')"));
    const Plan plan = planOf(database, table, key, columns, after, last, stays);
    Statement drop = database.prepare("DELETE FROM " + table.name + " WHERE " + key + " = ?", table.name);
    for (const std::int64_t gone : plan.gone) { drop.bind(gone).execute(); }
    Statement insert = database.prepare(insertInto(table.name, columns), table.name);
    for (const auto& [row, before] : plan.renewed) { row.write(insert, table, before); }
}

} // namespace gridscope::run
