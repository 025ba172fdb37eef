// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a snapshot out of its rows, which lie in seven tables. Everything is checked before it is used (run_rows.h).
#pragma once

#include "core/file/event_rows.h"

#include <map>

namespace gridscope::run {

class SnapshotRows {
public:
    SnapshotRows(Database& database, std::int64_t version, std::size_t layers);

    // `head` stands on a row of the table snapshots.
    Told read(const Statement& head);

private:
    struct Place { // of a row
        std::int64_t step = 0;
        std::size_t layer = 0;
    };
    void readLayers(Snapshot& snapshot);
    LayerState readState(const Place& place);
    void readHistogram(LayerState& state, const Place& place);
    void readFollowed(LayerState& state, const Place& place);
    std::shared_ptr<const FreeLevels> levelsAt(const Place& place, std::size_t points);
    void readActivations(Snapshot& snapshot, std::int64_t count);
    void readExtras(Snapshot& snapshot, std::int64_t count);
    void requireRow(Statement& statement, std::int64_t step, const std::string& what);
    Statement rowsOf(const char* table, const char* order) const; // of one snapshot

    Database& database_;
    std::int64_t version_;
    std::size_t layers_;
    Statement states_, histograms_, trajectories_, activations_;
    std::optional<Statement> levels_, extras_; // not in older formats
    struct Known {
        std::int64_t step = 0;
        std::shared_ptr<const FreeLevels> levels;
    };
    std::map<std::size_t, Known> known_; // of each layer, what was read last: neighbours share it
};

} // namespace gridscope::run
