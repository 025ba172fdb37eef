// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_upgrade.h"

#include "core/file/stored_row.h"

namespace gridscope::run {

namespace {

using Value = StoredRow::Value;

std::int64_t versionOf(Database& database) { return database.number("PRAGMA user_version"); }

// Tells each row and what comes before it in its checksum; `name` is what the table is called just now.
template <typename Do>
void forRows(Database& database, const RunTable& table, const std::string& name, std::int64_t version, Do tell)
{
    const std::size_t columns = table.columnsIn(version).size();
    Statement rows = database.prepare(selectFrom(table.name, version, "ORDER BY 1", name), std::string(table.name));
    for (std::optional<std::int64_t> previous = table.beforeFirst; rows.next();) {
        StoredRow row(database, table, rows, columns, previous);
        tell(row, previous);
        if (previous) { previous = row.key(); }
    }
}

// What stands for a value that was never told: none, or 0.
Value unknown(const TableColumn& column)
{
    const bool mayBeNone = column.type.find("NOT NULL") == std::string_view::npos;
    if (mayBeNone) { return {}; }
    return column.type.starts_with("REAL") ? Value(0.0) : Value(std::int64_t(0));
}

// A whole number where a real one stands now.
Value converted(const Value& value, const TableColumn& column, std::int64_t version)
{
    const auto* whole = std::get_if<std::int64_t>(&value);
    const bool isOther = column.typeIn(version) != column.type;
    return isOther && whole ? Value(double(*whole)) : value;
}

std::vector<Value> valuesNow(const RunTable& table, const std::vector<Value>& then, std::int64_t version)
{
    std::vector<Value> values;
    auto next = then.begin();
    for (const TableColumn& column : table.columns) {
        values.push_back(column.since <= version ? converted(*next++, column, version) : unknown(column));
    }
    return values;
}

void writeAnew(Database& database, const RunTable& table, std::int64_t version)
{
    const std::string name(table.name), before = name + "_before";
    database.run("ALTER TABLE " + name + " RENAME TO " + before + "; " + schemaOf(table));
    Statement insert = database.prepare(insertInto(name), name);
    forRows(database, table, before, version, [&](StoredRow& row, std::optional<std::int64_t> previous) {
        const std::vector<Value> values = valuesNow(table, row.values(), version);
        row.setValues(values);
        row.write(insert, table, previous);
    });
    database.run("DROP TABLE " + before);
}

} // namespace

void requireUpgradable(Database& database)
{
    const std::int64_t version = versionOf(database);
    for (const RunTable& table : runTables()) {
        const bool isWrittenAnew = table.since <= version && !table.isSameIn(version);
        if (!isWrittenAnew) { continue; }
        forRows(database, table, std::string(table.name), version, [](const StoredRow&, auto) {});
    }
}

void upgrade(Database& database)
{
    const std::int64_t version = versionOf(database);
    if (version == runFileVersion) { return; }
    for (const RunTable& table : runTables()) {
        if (table.since > version) {
            database.run(schemaOf(table));
        } else if (!table.isSameIn(version)) {
            writeAnew(database, table, version);
        }
    }
    database.run("PRAGMA user_version = " + std::to_string(runFileVersion));
}

} // namespace gridscope::run
