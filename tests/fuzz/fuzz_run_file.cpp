// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the run file's reader. Whatever the bytes are, it tells sound events or throws a FileError of one
// sentence. Checksums are not looked at here (FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION), or nothing would get past them.
// Half of the mutations are made through SQL, so that they reach the values inside an intact database. Run: tests/fuzz/run
#include "core/export/summary.h"
#include "core/file/run_reader.h"
#include "core/file/run_upgrade.h"
#include "core/settings/config_fields.h"
#include "tests/fuzz/require.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

#include <unistd.h>

using namespace gridscope;
using fuzz::require;
using namespace gridscope::run;

namespace {

void requireSound(const FreeLevels& levels, std::size_t cells)
{
    require(levels.points.size() == cells && std::ranges::is_sorted(levels.points), "points do not fit");
    require(levels.groups.empty() || levels.groups.size() == cells, "groups do not fit");
    for (const double point : levels.points) { require(std::isfinite(point), "a point is no number"); }
    for (const int group : levels.groups) { require(group >= 0, "a group is negative"); }
}

void requireSound(const Extra& extra)
{
    std::size_t count = 1;
    for (const std::int64_t size : extra.shape) { count *= std::size_t(size); }
    require(count == extra.values.size(), "an extra does not fit its shape");
}

History readEverything(Bytes bytes)
{
    History history;
    readRun("a file", bytes, history);
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        require(snapshot->layers.size() == history.start().layers.size(), "layers do not fit");
        for (const LayerState& layer : snapshot->layers) {
            const auto cells = std::size_t(layer.high - layer.low + 1);
            require(layer.counts.size() == cells && layer.histogram.size() == cells * std::size_t(layer.binsPerCell),
                    "bins do not fit");
            require(std::isfinite(layer.bits) && std::isfinite(layer.offset), "bits or offset are no numbers");
            if (layer.free) { requireSound(*layer.free, cells); }
        }
        for (const Extra& extra : snapshot->extras) { requireSound(extra); }
    }
    require(!summaryJson(history).empty(), "no summary");
    const auto database = Database::ofBytes("a file", bytes);
    RunRows rows(*database);
    rows.snapshotAt(5, history.start().layers.size());
    rows.steps(2, 8);
    for (const std::int64_t step : rows.stepsIn("checkpoints")) { rows.checkpoint(step); }
    return history;
}

// A file of an older format that can be read becomes one of this that says the same, or it is said why not.
void upgradeCopy(Bytes bytes, const History& before)
{
    const std::string path =
        (std::filesystem::temp_directory_path() / "gridscope-fuzz-").string() + std::to_string(::getpid());
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    try {
        const auto database = Database::openToWrite(path);
        database->run("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF");
        requireRunFile(*database);
        Transaction transaction(*database, Transaction::Kind::Write);
        upgrade(*database);
        transaction.commit();
    } catch (const FileError&) { // in rows that no reader asked for
        return;
    }
    const History after = historyOf(path);
    require(summaryJson(after) == summaryJson(before), "it says something else");
    require(after.snapshots().size() == before.snapshots().size(), "it has other snapshots");
}

// ---- mutations inside the database

struct Column {
    std::string table;
    std::string name;
};

// Of all tables; those that an input of an older format has not got are a mutation without effect.
const std::vector<Column>& columns()
{
    static const std::vector<Column> all = [] {
        std::vector<Column> found;
        for (const RunTable& table : runTables()) {
            for (const TableColumn& column : table.columns) {
                found.push_back({std::string(table.name), std::string(column.name)});
            }
        }
        return found;
    }();
    return all;
}

constexpr std::array values = {"0",
                               "1",
                               "-1",
                               "2",
                               "16",
                               "255",
                               "1024",
                               "65536",
                               "2147483647",
                               "-2147483648",
                               "9223372036854775807",
                               "1e308",
                               "NULL",
                               "''",
                               "'x'",
                               "'1x2x3'",
                               "'{}'",
                               "'[[[['",
                               "zeroblob(1000)",
                               "x'789c030000000001'",
                               "randomblob(40)",
                               "'finished'",
                               "'bookmark'"};

std::string mutationOf(std::minstd_rand& random)
{
    const auto& [table, name] = columns()[random() % columns().size()];
    const std::string where = random() % 2 == 0 ? "" : " WHERE abs(random()) % 4 = 0";
    switch (random() % 4) {
    case 0: return "DELETE FROM " + table + " WHERE abs(random()) % 3 = 0";
    case 1:
        return "UPDATE OR REPLACE " + table + " SET " + name + " = " + name + " + "
               + std::to_string(int(random() % 9) - 4) + where;
    case 2:
        return "UPDATE OR REPLACE " + table + " SET " + name + " = (SELECT " + name + " FROM " + table
               + " ORDER BY random() LIMIT 1)" + where;
    default: return "UPDATE OR REPLACE " + table + " SET " + name + " = " + values[random() % values.size()] + where;
    }
}

// The mutated database's size, 0 when the bytes are none or it would not fit.
std::size_t mutateDatabase(std::uint8_t* data, std::size_t size, std::size_t mostSize, unsigned seed)
{
    std::minstd_rand random(seed);
    sqlite3* connection = nullptr;
    std::size_t newSize = 0;
    auto* copy = static_cast<unsigned char*>(sqlite3_malloc64(size));
    std::memcpy(copy, data, size);
    sqlite3_open(":memory:", &connection);
    constexpr unsigned flags = SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE;
    const bool isOpen =
        sqlite3_deserialize(connection, "main", copy, sqlite3_int64(size), sqlite3_int64(size), flags) == SQLITE_OK;
    if (isOpen && sqlite3_exec(connection, mutationOf(random).c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) {
        sqlite3_int64 length = 0;
        unsigned char* bytes = sqlite3_serialize(connection, "main", &length, 0);
        if (bytes && std::size_t(length) <= mostSize) {
            newSize = std::size_t(length);
            std::memcpy(data, bytes, newSize);
        }
        sqlite3_free(bytes);
    }
    sqlite3_close(connection);
    return newSize;
}

} // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t mostSize);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t mostSize,
                                               unsigned seed)
{
    const std::size_t mutated = seed % 2 == 0 ? mutateDatabase(data, size, mostSize, seed) : 0;
    return mutated > 0 ? mutated : LLVMFuzzerMutate(data, size, mostSize);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    try {
        const Bytes bytes(data, size);
        const History history = readEverything(bytes);
        if (Database::ofBytes("a file", bytes)->number("PRAGMA user_version") < runFileVersion) {
            upgradeCopy(bytes, history);
        }
    } catch (const FileError& error) {
        const std::string_view sentence = error.what();
        require(sentence.find("\"a file\"") != std::string_view::npos && sentence.ends_with('.'), error.what());
        require(sentence.find('\n') == std::string_view::npos, error.what());
    }
    return 0;
}
