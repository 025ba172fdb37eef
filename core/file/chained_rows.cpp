// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/chained_rows.h"

#include "core/file/stored_row.h"

#include <optional>

namespace gridscope::run {

namespace {

struct Plan {
    std::vector<std::int64_t> gone; // keys
    // That stay behind one that goes, and the key that comes before it then.
    std::vector<std::pair<StoredRow, std::int64_t>> renewed;
};

Plan planOf(Database& database, const RunTable& table, std::int64_t after, std::int64_t last,
            const std::function<bool(const Statement&)>& stays)
{
    const std::string name(table.name), key(table.columns.front().name);
    const auto edge = [&](const char* what, const char* where, std::int64_t border) -> std::optional<std::int64_t> {
        Statement query = database.prepare(
            "SELECT " + std::string(what) + "(" + key + ") FROM " + name + " WHERE " + key + where, name);
        query.bind(border);
        return query.next() && query.type(0) == Statement::Type::Integer ? std::optional(query.integer(0))
                                                                         : std::nullopt;
    };
    const std::optional<std::int64_t> before = edge("max", " <= ?", after);
    const std::int64_t until = edge("min", " > ?", last).value_or(last); // the row behind them is summed anew, too
    const std::string where = "WHERE " + key + " > ? AND " + key + " <= ? ORDER BY " + key;
    Statement rows = database.prepare(selectFrom(table.name, runFileVersion, where), name);
    rows.bind(after).bind(until);
    Plan plan;
    std::int64_t previous = before.value_or(*table.beforeFirst), kept = previous;
    for (bool isFirst = !before; rows.next(); isFirst = false) {
        StoredRow row(database, table, rows, table.columns.size(), previous);
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

void thinRows(Database& database, const RunTable& table, std::int64_t after, std::int64_t last,
              const std::function<bool(const Statement& row)>& stays)
{
    const std::string name(table.name), key(table.columns.front().name);
    const Plan plan = planOf(database, table, after, last, stays);
    Statement drop = database.prepare("DELETE FROM " + name + " WHERE " + key + " = ?", name);
    for (const std::int64_t gone : plan.gone) { drop.bind(gone).execute(); }
    Statement insert = database.prepare(insertInto(table.name), name);
    for (const auto& [row, before] : plan.renewed) { row.write(insert, table, before); }
}

} // namespace gridscope::run
