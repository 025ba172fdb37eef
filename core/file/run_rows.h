// SPDX-License-Identifier: GPL-3.0-or-later
// The reading half of the run file's tables: rows back into events, in the order in which they were told. Nothing is taken on
// trust: types, ranges, lengths and checksums are looked at before a value is used or memory is taken for it.
// Errors : DatabaseError, one sentence with the file, the row and the reason.
// Threads: one at a time. Everything that belongs together is read in one Transaction of the caller's.
#pragma once

#include "core/file/run_file.h"
#include "core/run/sink.h"

#include <limits>
#include <map>
#include <variant>

namespace gridscope::run {

// How far somebody was told of a run.
struct ToldSoFar {
    bool started = false;
    bool ended = false;
    std::optional<std::int64_t> step;
    std::int64_t sequence = std::numeric_limits<std::int64_t>::min();
    std::optional<std::int64_t> snapshot; // steps
    std::optional<std::int64_t> checkpoint;
};

class RunRows {
public:
    explicit RunRows(Database& database);

    bool hasStart() const;
    Start start();
    std::string created() const;                     // tells one run from another
    std::string place(const std::string& key) const; // "" when the file does not say
    std::optional<End> end() const;
    std::vector<Step> steps(std::int64_t from, std::int64_t to);
    std::vector<std::int64_t> stepsIn(const std::string& table); // "snapshots", "checkpoints": ascending
    SnapshotPtr snapshotAt(std::int64_t step,
                           std::size_t layers); // the newest at or before, else the first, else nullptr
    Checkpoint checkpoint(std::int64_t step);   // with its bytes
    std::vector<Mark> marks();
    bool wasResumedSince(std::int64_t sequence);
    // Tells what the sink does not know yet. Checkpoints go without their bytes, as they do to a screen. Of more than
    // `mostSnapshots` only those that a History with that limit would keep.
    void tellFrom(ToldSoFar& told, Sink& sink, std::size_t layers, std::size_t mostSnapshots);

private:
    using Entry = std::variant<std::int64_t, std::string>;
    void readEntries();
    template <typename T>
    const T& entry(const std::string& key) const;
    std::int64_t number(const std::string& key, std::int64_t low, std::int64_t high) const;
    std::vector<LayerInfo> layers();
    std::optional<std::int64_t> stepBefore(std::int64_t step);
    void requireWhole(const ToldSoFar& told);
    std::int64_t strideFor(std::size_t mostSnapshots, std::int64_t from);
    Statement snapshotsFrom(std::int64_t step, std::size_t mostSnapshots);
    Statement select(const char* table, const char* rest); // all columns

    Database& database_;
    std::int64_t version_;                 // of the format
    std::map<std::string, Entry> entries_; // of the table `run`, all checked
};

} // namespace gridscope::run
