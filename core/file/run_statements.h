// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that RunTables keeps ready, all of them for tables of this format. For the sources of RunTables only.
#pragma once

#include "core/file/run_tables.h"

#include <array>

namespace gridscope::run {

// Rows of a snapshot go together; levels stand for more than one.
inline constexpr std::array snapshotTables = {"snapshots",    "layer_states", "histograms",
                                              "trajectories", "activations",  "extras"};

struct RunTables::Statements {
    explicit Statements(Database& d)
        : entry(into(d, "run")), layer(into(d, "layers")), step(into(d, "steps")), snapshot(into(d, "snapshots")),
          layerState(into(d, "layer_states")), levels(into(d, "levels")), histogram(into(d, "histograms")),
          trajectory(into(d, "trajectories")), activation(into(d, "activations")), extra(into(d, "extras")),
          evaluation(into(d, "evaluations")), mark(into(d, "marks")), checkpoint(into(d, "checkpoints")),
          part(into(d, "checkpoint_parts")),
          snapshotsToThin(d.prepare("SELECT step FROM snapshots WHERE step > ? AND step <= ? AND step % ? <> 0")),
          dropLevels(d.prepare(dropLevelsNamedLast, "levels"))
    {
        for (const char* table : snapshotTables) {
            drops.push_back(d.prepare(std::string("DELETE FROM ") + table + " WHERE step = ?"));
        }
    }
    Statement entry, layer, step, snapshot, layerState, levels, histogram, trajectory, activation, extra, evaluation,
        mark, checkpoint, part;
    Statement snapshotsToThin, dropLevels;
    std::vector<Statement> drops;

private:
    static Statement into(Database& database, const char* table) { return database.prepare(insertInto(table), table); }
    // The points that the snapshot at ?1 names and none beside it: all that name them follow one another.
    static constexpr const char* dropLevelsNamedLast =
        "DELETE FROM levels WHERE (step, layer) IN (SELECT levels_step, layer FROM layer_states WHERE step = ?1 AND "
        "levels_step IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM layer_states AS beside WHERE beside.step IN ((SELECT "
        "max(step) FROM snapshots WHERE step < ?1), (SELECT min(step) FROM snapshots WHERE step > ?1)) AND "
        "beside.layer "
        "= levels.layer AND beside.levels_step = levels.step)";
};

} // namespace gridscope::run
