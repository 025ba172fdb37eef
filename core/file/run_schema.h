// SPDX-License-Identifier: GPL-3.0-or-later
// The run file's tables: the one place that says which columns they have. What creates them, writes into them, reads them and
// brings them up from an older format is made of it, and so is the page for people in core/README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::run {

constexpr std::int64_t runFileVersion = 4; // user_version
constexpr std::int64_t oldestRunFileVersion = 1;

struct TableColumn {
    std::string_view name;
    std::string_view type;         // as SQLite is told
    std::string_view meaning = {}; // where the name does not say it
    std::int64_t since = 1;        // the format that brought it
    std::string_view typeTo3 = {}; // of formats 1 to 3, where it was another
    std::string_view typeIn(std::int64_t version) const { return version <= 3 && !typeTo3.empty() ? typeTo3 : type; }
};

struct RunTable {
    std::string_view name;
    std::string_view row;             // what one is
    std::vector<TableColumn> columns; // without the last, the checksum
    std::string_view key = {};        // of several columns; else the first
    bool isWithoutRowid = false;
    std::int64_t since = 1;
    // Of tables whose checksums count the key of the row before: what counts for the first row, which has none.
    std::optional<std::int64_t> beforeFirst = {};

    std::vector<TableColumn> columnsIn(std::int64_t version) const;
    bool isSameIn(std::int64_t version) const; // as it is now
};

std::span<const RunTable> runTables();
const RunTable& runTable(std::string_view name); // there must be one

std::string schemaOf(const RunTable& table, std::int64_t version = runFileVersion); // its CREATE statement
std::string schemaText(std::int64_t version = runFileVersion);                      // those of all
std::string insertInto(std::string_view table);                                     // that a RowWriter writes with
// "SELECT step, ..., checksum FROM steps " and the rest; `from`: the name that the table has just now, when it is another.
std::string selectFrom(std::string_view table, std::int64_t version, std::string_view rest, std::string_view from = {});

} // namespace gridscope::run
