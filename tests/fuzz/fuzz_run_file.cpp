// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the run file's reader. Whatever the bytes are, it tells sound events or throws a FileError of one
// sentence. Checksums are not looked at here (FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION), or nothing would get past them.
// Half of the mutations are made through SQL, so that they reach the values inside an intact database. Run: tests/fuzz/run
#include "core/file/run_reader.h"
#include "core/run/summary.h"
#include "core/settings/config_fields.h"
#include "tests/fuzz/require.h"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <random>

using namespace gridscope;
using fuzz::require;
using namespace gridscope::run;

namespace {

void readEverything(Bytes bytes)
{
    History history;
    readRun("a file", bytes, history);
    for (const SnapshotPtr& snapshot : history.snapshots()) {
        require(snapshot->layers.size() == history.start().layers.size(), "layers do not fit");
        for (const LayerState& layer : snapshot->layers) {
            const auto cells = std::size_t(layer.high - layer.low + 1);
            require(layer.counts.size() == cells && layer.histogram.size() == cells * std::size_t(layer.binsPerCell),
                    "bins do not fit");
        }
    }
    require(!summaryJson(history).empty(), "no summary");
    const auto database = Database::ofBytes("a file", bytes);
    RunRows rows(*database);
    rows.snapshotAt(5, history.start().layers.size());
    rows.steps(2, 8);
    for (const std::int64_t step : rows.stepsIn("checkpoints")) { rows.checkpoint(step); }
}

// ---- mutations inside the database

struct Column {
    const char* table;
    const char* name;
};
constexpr std::array columns = {Column{"run", "key"},
                                Column{"run", "value"},
                                Column{"layers", "layer"},
                                Column{"layers", "shape"},
                                Column{"layers", "parameters"},
                                Column{"steps", "step"},
                                Column{"steps", "seconds"},
                                Column{"snapshots", "step"},
                                Column{"snapshots", "sequence"},
                                Column{"snapshots", "after_step"},
                                Column{"snapshots", "quantized"},
                                Column{"snapshots", "activations"},
                                Column{"layer_states", "layer"},
                                Column{"layer_states", "bits"},
                                Column{"layer_states", "low"},
                                Column{"layer_states", "high"},
                                Column{"layer_states", "bins_per_cell"},
                                Column{"layer_states", "below"},
                                Column{"layer_states", "score"},
                                Column{"histograms", "histogram"},
                                Column{"histograms", "counts"},
                                Column{"trajectories", "weights"},
                                Column{"trajectories", "followed"},
                                Column{"activations", "position"},
                                Column{"activations", "name"},
                                Column{"evaluations", "sequence"},
                                Column{"evaluations", "latent_loss"},
                                Column{"evaluations", "decisions"},
                                Column{"marks", "kind"},
                                Column{"marks", "step"},
                                Column{"marks", "what"},
                                Column{"checkpoints", "step"},
                                Column{"checkpoints", "size_bytes"},
                                Column{"checkpoint_parts", "part"},
                                Column{"checkpoint_parts", "content"}};

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
    const Column column = columns[random() % columns.size()];
    const std::string table = column.table;
    const std::string name = column.name;
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
        readEverything({data, size});
    } catch (const FileError& error) {
        const std::string_view sentence = error.what();
        require(sentence.find("\"a file\"") != std::string_view::npos && sentence.ends_with('.'), error.what());
        require(sentence.find('\n') == std::string_view::npos, error.what());
    }
    return 0;
}
