// SPDX-License-Identifier: GPL-3.0-or-later
// RunTables: what has become old goes (retention.h).
#include "core/file/chained_rows.h"
#include "core/file/run_statements.h"
#include "core/run/retention.h"

#include <algorithm>
#include <utility>

namespace gridscope::run {

void RunTables::keepWhatIsAt(std::int64_t step)
{
    position_.marked.insert(step);
    Statement query =
        database_.prepare("SELECT step FROM snapshots WHERE step <= ? ORDER BY step DESC LIMIT 1", "snapshots");
    if (query.bind(step).next()) { position_.shownAtMarks.insert(query.integer(0)); }
}

// Only those can go that came over a border of ages since the snapshot before.
void RunTables::thinSnapshots(std::int64_t before, std::int64_t newest)
{
    const std::int64_t every = position_.snapshotEvery;
    std::vector<std::int64_t> old;
    for (std::int64_t border = snapshotWindow; newest - every * border > *position_.firstSnapshot; border *= 2) {
        Statement& query = statements_->snapshotsToThin;
        query.reset();
        query.bind(std::max(before - every * border, *position_.firstSnapshot)).bind(newest - every * border);
        query.bind(every * strideAt(border, snapshotWindow));
        while (query.next()) { old.push_back(query.integer(0)); }
        query.reset();
    }
    for (const std::int64_t step : old) {
        if (!position_.marked.contains(step) && !position_.shownAtMarks.contains(step)) { dropSnapshot(step); }
    }
}

std::set<std::int64_t> RunTables::rememberedSteps()
{
    std::set<std::int64_t> steps;
    Statement marks = database_.prepare("SELECT step FROM marks WHERE kind IN (?, ?, ?)"); // isRemembered
    marks.bind(kindName(Mark::Kind::Bookmark)).bind(kindName(Mark::Kind::Bits)).bind(kindName(Mark::Kind::Best));
    while (marks.next()) { steps.insert(marks.integer(0)); }
    return steps;
}

namespace {

// What came over a border of ages since the moment before, border after border: tells (after, last] in steps.
template <typename Do>
void forCrossed(const Thinning& rule, std::int64_t first, std::optional<std::int64_t> before, std::int64_t now, Do tell)
{
    for (std::int64_t border = rule.every * rule.window; now - border > first; border *= 2) {
        tell(before ? std::max(*before - border, first - 1) : first - 1, now - border);
    }
}

} // namespace

void RunTables::thinSteps(std::int64_t moment)
{
    const RunTable& table = runTable("steps");
    const std::set<std::int64_t> remembered = rememberedSteps();
    const std::int64_t first = database_.number("SELECT min(step) FROM steps");
    forCrossed(stepThinning, first, std::exchange(position_.stepsThinned, moment), moment,
               [&](std::int64_t after, std::int64_t last) {
                   for (std::int64_t from = after; from < last;
                        from += stepWindow) { // a file of before has them all: not all at once
                       thinRows(database_, table, from, std::min(from + stepWindow, last), [&](const Statement& row) {
                           const std::int64_t step = row.integer(0);
                           return stepThinning.stays(step, moment) || remembered.contains(step);
                       });
                   }
               });
}

void RunTables::thinEvaluations(std::int64_t moment)
{
    const Thinning rule = evaluationThinning(position_.evaluateEvery);
    const std::set<std::int64_t> remembered = rememberedSteps();
    const auto sequenceAt = [&](std::int64_t step) {
        return database_.number("SELECT coalesce(max(sequence), 0) FROM evaluations WHERE step <= "
                                + std::to_string(step));
    };
    const auto stays = [&](const Statement& row) {
        constexpr int stepColumn = 2, setColumn = 3, floatColumn = 9; // of the table's columns
        const std::int64_t step = row.integer(stepColumn);
        const bool isOneOfMany = row.text(setColumn) == "validation" && row.type(floatColumn) == Statement::Type::Null
                                 && row.type(floatColumn + 1) == Statement::Type::Null;
        return !isOneOfMany || rule.stays(step, moment) || remembered.contains(step);
    };
    const std::int64_t first = database_.number("SELECT min(step) FROM evaluations");
    forCrossed(rule, first, std::exchange(position_.evaluationsThinned, moment), moment,
               [&](std::int64_t after, std::int64_t last) {
                   thinRows(database_, runTable("evaluations"), sequenceAt(after), sequenceAt(last), stays);
               });
}

void RunTables::dropSnapshot(std::int64_t step)
{
    statements_->dropLevels.bind(step).execute(); // first: it asks the others
    for (Statement& drop : statements_->drops) { drop.bind(step).execute(); }
}

void RunTables::thinCheckpoints(std::int64_t newest)
{
    std::erase_if(position_.checkpoints, [&](const auto& checkpoint) {
        const auto& [step, ordinal] = checkpoint;
        const bool stays = isKept(ordinal, newest) || position_.marked.contains(step);
        if (!stays) {
            const std::string where = " WHERE step = " + std::to_string(step);
            database_.run("DELETE FROM checkpoints" + where + "; DELETE FROM checkpoint_parts" + where);
        }
        return !stays;
    });
}

} // namespace gridscope::run
