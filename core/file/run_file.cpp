// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_file.h"

#include "core/base/wording.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace gridscope::run {

namespace {

std::string withoutSpace(std::string_view text)
{
    std::string dense;
    std::ranges::copy_if(text, std::back_inserter(dense), [](char c) { return c != ' ' && c != '\n'; });
    return dense;
}

std::set<std::string> statementsOf(const std::string& script)
{
    std::set<std::string> statements;
    for (std::size_t from = 0, end = 0; (end = script.find(';', from)) != std::string::npos; from = end + 1) {
        statements.insert(script.substr(from, end - from));
    }
    return statements;
}

// What SQLite makes by itself: the indexes of primary keys, which have no text, and what ANALYZE counted. Anybody else's index
// may hold an expression that is computed for each row that we write.
bool isSQLitesOwn(std::string_view type, std::string_view name, std::string_view sql)
{
    return name.starts_with("sqlite_") && (type == "table" || sql.empty());
}

} // namespace

std::int64_t requireRunFile(Database& database)
{
    const auto refuse = [&](const std::string& reason) {
        throw DatabaseError("Cannot read the run file " + quotedPath(database.path()) + ": " + reason + ".", reason);
    };
    if (database.number("PRAGMA application_id") != runFileId) { refuse("it is not a Gridscope run"); }
    const std::int64_t version = database.number("PRAGMA user_version");
    if (version < oldestRunFileVersion || version > runFileVersion) {
        const std::string readable = std::to_string(runFileVersion);
        refuse(version > runFileVersion ? "it was written by a newer Gridscope (format " + std::to_string(version)
                                              + "; this one reads up to " + readable + ")"
                                        : "its format " + std::to_string(version) + " was never one of Gridscope's");
    }
    std::set<std::string> missing = statementsOf(withoutSpace(schemaText(version)));
    Statement rows = database.prepare("SELECT type, name, sql FROM sqlite_schema");
    while (rows.next()) {
        if (isSQLitesOwn(rows.text(0), rows.text(1), rows.text(2))) { continue; }
        if (rows.text(0) != "table") {
            refuse("beside its tables it has the " + shown(rows.text(0)) + " " + inQuotes(rows.text(1))
                   + ", which no run has");
        }
        if (missing.erase(withoutSpace(rows.text(2))) != 1) {
            refuse("its table " + inQuotes(rows.text(1)) + " is none of a run");
        }
    }
    if (!missing.empty()) { refuse("its tables are not those of a run"); }
    return version;
}

} // namespace gridscope::run
