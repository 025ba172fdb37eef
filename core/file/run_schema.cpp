// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_schema.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace gridscope::run {

namespace {

constexpr std::string_view whole = "INTEGER NOT NULL";
constexpr std::string_view wholeOrNone = "INTEGER";
constexpr std::string_view wholeKey = "INTEGER PRIMARY KEY";
constexpr std::string_view real = "REAL"; // NULL is NaN
constexpr std::string_view finite = "REAL NOT NULL";
constexpr std::string_view text = "TEXT NOT NULL";
constexpr std::string_view array = "BLOB NOT NULL";
constexpr std::string_view arrayOrNone = "BLOB";

std::vector<RunTable> tablesOfTheRun()
{
    return {
        {"run",
         "one fact of the run",
         {{"key", "TEXT PRIMARY KEY"},
          {"value", "",
           "settings as JSON, environment, data, their place and their hash, first and last step, origin of a fork, "
           "end"}},
         {},
         true},
        {"layers",
         "a weight layer",
         {{"layer", wholeKey, "from 0"},
          {"name", text},
          {"shape", text, "of the weight, 32x1x5x5"},
          {"parameters", whole, "weights"},
          {"multiply_accumulates", whole, "for one sample; 0 when not known", 2},
          {"masks", whole, "how many are drawn in a step", 2}}},
        {"steps",
         "a training step",
         {{"step", wholeKey},
          {"seconds", real, "since the start, without pauses"},
          {"train_loss", real, "nats"},
          {"learning_rate", real},
          {"masks", arrayOrNone, "a byte each, layer by layer: 0 dropped, 255 kept", 2}},
         {},
         false,
         1,
         std::numeric_limits<std::int64_t>::min()},
    };
}

std::vector<RunTable> tablesOfSnapshots()
{
    return {
        {"snapshots",
         "a look at all layers",
         {{"step", wholeKey},
          {"sequence", whole, "place among all events that are not steps"},
          {"after_step", whole, "the last step told before"},
          {"quantized", whole, "0 in float pre-training"},
          {"activations", whole, "how many rows"},
          {"extras", whole, "how many rows", 4}}},
        {"layer_states",
         "a layer in a snapshot",
         {{"step", whole},
          {"layer", whole},
          {"bits", finite, "mean of a weight, may be a fraction; 0: float, or none left", 1, whole},
          {"is_zero", whole, "1: no bit is left, every weight counts as 0", 4},
          {"alpha", real, "step size in weight units; of free points their narrowest distance"},
          {"sigma", real, "weight units"},
          {"offset", finite, "of all points, in steps", 4},
          {"levels_step", wholeOrNone,
           "the step at which `levels` has its points; NULL: they are alpha times (low .. high and offset)", 4},
          {"low", whole, "code of the lowest point"},
          {"high", whole},
          {"bins_per_cell", whole},
          {"below", whole, "weights outside the cells"},
          {"above", whole},
          {"score", real},
          {"score_nonzero", real},
          {"zero_share", real},
          {"mean_square_error", real},
          {"relative_error", real},
          {"changed_share", real},
          {"keep_probabilities", arrayOrNone, "of the masks, float32", 2}},
         "step, layer",
         true},
        {"levels",
         "the points of a layer from a step on that are no multiples of one step size; told again when they change",
         {{"step", whole},
          {"layer", whole},
          {"points", array, "ascending, weight units, float64, zlib"},
          {"group_numbers", arrayOrNone,
           "the group of weights that a point belongs to, int32, zlib; NULL: all to one"}},
         "step, layer",
         false,
         4},
    };
}

std::vector<RunTable> tablesOfArrays()
{
    return {
        {"histograms",
         "the weights of a layer in a snapshot",
         {{"step", whole},
          {"layer", whole},
          {"histogram", array, "latent weights in each bin, uint32, zlib"},
          {"counts", array, "quantized weights on each point, uint32, zlib"}},
         "step, layer"},
        {"trajectories",
         "the followed weights of a layer in a snapshot",
         {{"step", whole},
          {"layer", whole},
          {"weights", whole, "how many"},
          {"followed", array, "latent values, float32, zlib"}},
         "step, layer"},
        {"activations",
         "a quantizer of activations in a snapshot",
         {{"step", whole}, {"position", whole}, {"name", text}, {"bits", whole}, {"alpha", real}, {"sigma", real}},
         "step, position",
         true},
        {"extras",
         "an array that a method tells beside, in a snapshot",
         {{"step", whole},
          {"position", whole},
          {"name", text},
          {"layer", text, "its name; empty: of the whole network"},
          {"unit", text},
          {"shape", text, "16x16; empty: one value"},
          {"content", array, "row by row, float32, zlib"}},
         "step, position",
         false,
         4},
    };
}

std::vector<RunTable> tablesOfOtherEvents()
{
    return {
        {"evaluations",
         "one look at a set",
         {{"sequence", wholeKey},
          {"after_step", whole},
          {"step", whole},
          {"data_set", text},
          {"samples", whole},
          {"quantized_loss", real, "nats"},
          {"quantized_accuracy", real, "share"},
          {"latent_loss", real, "with the full-precision weights"},
          {"latent_accuracy", real},
          {"float_loss", real, "of the float network that it started from"},
          {"float_accuracy", real},
          {"decisions", arrayOrNone, "of 2-D data over the plane, core/run/decision_map.h", 3}},
         {},
         false,
         1,
         0},
        {"marks",
         "an event",
         {{"sequence", wholeKey},
          {"after_step", whole},
          {"step", whole},
          {"kind", text, "phase, setting, bits, best, diverged, bookmark, resumed"},
          {"layer", text, "its name; empty: the whole run"},
          {"what", text},
          {"from_text", text},
          {"to_text", text}},
         {},
         false,
         1,
         0},
        {"checkpoints",
         "a state to resume from",
         {{"step", wholeKey},
          {"sequence", whole},
          {"after_step", whole},
          {"ordinal", whole, "the how-many-th that was told"},
          {"size_bytes", whole}}},
        {"checkpoint_parts",
         "8 MB of it",
         {{"step", whole}, {"part", whole}, {"content", array, "of a safetensors file, zlib"}},
         "step, part"},
    };
}

const std::vector<RunTable>& allTables()
{
    static const std::vector<RunTable> tables = [] {
        std::vector<RunTable> all;
        for (const auto& some : {tablesOfTheRun(), tablesOfSnapshots(), tablesOfArrays(), tablesOfOtherEvents()}) {
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }();
    return tables;
}

} // namespace

std::vector<TableColumn> RunTable::columnsIn(std::int64_t version) const
{
    std::vector<TableColumn> those;
    std::ranges::copy_if(columns, std::back_inserter(those), [&](const TableColumn& c) { return c.since <= version; });
    return those;
}

bool RunTable::isSameIn(std::int64_t version) const
{
    return since <= version && std::ranges::all_of(columns, [&](const TableColumn& column) {
               return column.since <= version && column.typeIn(version) == column.type;
           });
}

std::span<const RunTable> runTables() { return allTables(); }

const RunTable& runTable(std::string_view name) { return *std::ranges::find(allTables(), name, &RunTable::name); }

std::string schemaOf(const RunTable& table, std::int64_t version)
{
    std::string sql = "CREATE TABLE " + std::string(table.name) + " (";
    for (const TableColumn& column : table.columnsIn(version)) {
        sql += std::string(column.name) + " " + std::string(column.typeIn(version)) + ", ";
    }
    sql += "checksum INTEGER NOT NULL";
    if (!table.key.empty()) { sql += ", PRIMARY KEY (" + std::string(table.key) + ")"; }
    return sql + (table.isWithoutRowid ? ") WITHOUT ROWID;\n" : ");\n");
}

std::string schemaText(std::int64_t version)
{
    std::string sql;
    for (const RunTable& table : allTables()) {
        if (table.since <= version) { sql += schemaOf(table, version); }
    }
    return sql;
}

std::string insertInto(std::string_view table)
{
    std::string sql = "INSERT OR REPLACE INTO " + std::string(table) + " VALUES (";
    for (std::size_t i = 0; i < runTable(table).columns.size(); ++i) { sql += "?,"; }
    return sql + "?)"; // the checksum
}

std::string selectFrom(std::string_view table, std::int64_t version, std::string_view rest, std::string_view from)
{
    std::string sql = "SELECT ";
    for (const TableColumn& column : runTable(table).columnsIn(version)) { sql += std::string(column.name) + ", "; }
    return sql + "checksum FROM " + std::string(from.empty() ? table : from) + " " + std::string(rest);
}

} // namespace gridscope::run
