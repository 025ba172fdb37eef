// SPDX-License-Identifier: GPL-3.0-or-later
// RunTables: back to a checkpoint.
#include "core/file/run_statements.h"

namespace gridscope::run {

std::vector<std::int64_t> RunTables::checkpoints() const
{
    std::vector<std::int64_t> steps;
    for (const auto& [step, ordinal] : position_.checkpoints) { steps.push_back(step); }
    return steps;
}

// A run that was killed before its first checkpoint begins anew.
bool RunTables::isBeginning(std::int64_t step) const
{
    return position_.checkpoints.empty() && position_.previousStep.value_or(step + 1) > step;
}

void RunTables::requireCheckpoint(std::int64_t step) const
{
    if (isBeginning(step) || position_.checkpoints.contains(step)) { return; }
    const std::string reason = "it has no checkpoint at step " + std::to_string(step);
    throw DatabaseError("Cannot resume " + quotedPath(database_.path()) + ": " + reason + ".", reason);
}

void RunTables::rewindTo(std::int64_t step)
{
    requireCheckpoint(step);
    const bool isBeginning = this->isBeginning(step);
    const std::int64_t newest = position_.sequence; // goes on from there, so that who follows sees what is new
    const std::int64_t told =
        isBeginning ? 0 : database_.number("SELECT sequence FROM checkpoints WHERE step = " + std::to_string(step));
    const std::vector<Mark> bookmarks = bookmarksAfter(told, step);
    const std::string later = " WHERE sequence > " + std::to_string(told);
    for (const std::string table : snapshotTables) {
        if (table == "snapshots") { continue; } // it says which
        database_.run("DELETE FROM " + table + " WHERE step IN (SELECT step FROM snapshots" + later + ")");
    }
    database_.run("DELETE FROM levels WHERE (step, layer) NOT IN (SELECT levels_step, layer FROM layer_states WHERE "
                  "levels_step IS NOT NULL)");
    database_.run("DELETE FROM checkpoint_parts WHERE step IN (SELECT step FROM checkpoints" + later + ")");
    for (const char* table : {"snapshots", "evaluations", "marks", "checkpoints"}) {
        database_.run(std::string("DELETE FROM ") + table + later);
    }
    database_.run("DELETE FROM steps WHERE step > " + std::to_string(step));
    database_.run("DELETE FROM run WHERE key LIKE 'end!_%' ESCAPE '!'");
    countEntries();
    readPosition();
    position_.sequence = newest;
    for (const Mark& bookmark : bookmarks) { add(bookmark); }
    add(Mark{step, Mark::Kind::Resumed, "", "resumed", "", ""});
    position_.resumed = true;
}

// A bookmark set later at an earlier step is the user's, and stays.
std::vector<Mark> RunTables::bookmarksAfter(std::int64_t sequence, std::int64_t mostStep)
{
    std::vector<Mark> bookmarks;
    Statement query = database_.prepare("SELECT step, layer, what, from_text, to_text FROM marks "
                                        "WHERE sequence > ? AND step <= ? AND kind = 'bookmark' ORDER BY sequence");
    query.bind(sequence).bind(mostStep);
    while (query.next()) {
        const auto text = [&](int column) { return std::string(query.text(column)); };
        bookmarks.push_back({query.integer(0), Mark::Kind::Bookmark, text(1), text(2), text(3), text(4)});
    }
    return bookmarks;
}

} // namespace gridscope::run
