// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/event_rows.h"

#include "core/file/run_limits.h"

namespace gridscope::run {

namespace {

std::optional<Score> scoreOf(RowReader& row)
{
    Score score;
    score.loss = row.real();
    score.accuracy = row.real();
    const bool isThere = score.loss == score.loss || score.accuracy == score.accuracy; // not both NaN
    return isThere ? std::optional(score) : std::nullopt;
}

Mark::Kind kindOf(const std::string& name, const RowReader& row)
{
    using enum Mark::Kind;
    for (const Mark::Kind kind : {Phase, Setting, Bits, Best, Diverged, Bookmark, Resumed}) {
        if (kindName(kind) == name) { return kind; }
    }
    row.fail("a mark is of an unknown kind");
}

// The beginning of a row whose checksum also has the row before it.
Told chainedPlace(RowReader& row, std::int64_t& previous)
{
    Told told;
    row.sumOnly(previous);
    readPlace(told, row);
    previous = told.sequence;
    return told;
}

} // namespace

void readPlace(Told& told, RowReader& row)
{
    told.sequence = row.integer(1, mostCount);
    told.afterStep = row.integer(-mostStep, mostStep);
}

Told readEvaluation(const Database& database, std::int64_t version, const Statement& rows, std::int64_t& previous)
{
    RowReader row(database, rows, "evaluations");
    Told told = chainedPlace(row, previous);
    Evaluation e;
    told.step = e.step = row.integer(-mostStep, mostStep);
    e.set = row.text(mostName);
    e.samples = row.integer(0, mostCount);
    e.quantized = scoreOf(row);
    e.latent = scoreOf(row);
    e.floatStart = scoreOf(row);
    if (version >= 3) {
        const auto bytes = row.bytes(mostDecisionBytes);
        if (!bytes.empty()) {
            e.decisions = std::make_shared<const DecisionMap>(decisionMapOf(bytes));
            if (e.decisions->side == 0) { row.fail("its decisions are not those of a plane"); }
        }
    }
    row.check();
    told.event = std::make_shared<const Evaluation>(std::move(e));
    return told;
}

Told readMark(const Database& database, const Statement& rows, std::int64_t& previous)
{
    RowReader row(database, rows, "marks");
    Told told = chainedPlace(row, previous);
    Mark mark;
    told.step = mark.step = row.integer(-mostStep, mostStep);
    mark.kind = kindOf(row.text(mostName), row);
    mark.layer = row.text(mostText);
    mark.what = row.text(mostText);
    mark.from = row.text(mostText);
    mark.to = row.text(mostText);
    row.check();
    told.event = std::make_shared<const Mark>(std::move(mark));
    return told;
}

Told readCheckpoint(const Database& database, const Statement& rows, std::int64_t& sizeBytes)
{
    RowReader row(database, rows, "checkpoints");
    Told told;
    told.step = row.integer(-mostStep, mostStep);
    readPlace(told, row);
    row.integer(0, mostCount); // ordinal
    sizeBytes = row.integer(0, mostCount);
    row.check();
    told.event = Checkpoint{told.step, nullptr};
    return told;
}

EventRows::EventRows(Database& database, Statement rows, Read read)
    : database_(database), rows_(std::move(rows)), read_(std::move(read))
{
    advance();
}

void EventRows::advance()
{
    if (!rows_.next()) {
        next_.reset();
        return;
    }
    Told told = read_(rows_);
    if (next_ && told.sequence <= next_->sequence) {
        database_.failDamaged("step " + std::to_string(told.step), "rows are out of order");
    }
    next_ = std::move(told);
}

StepRows::StepRows(Database& database, std::int64_t version, std::optional<std::int64_t> previous, std::int64_t from,
                   std::int64_t to)
    : database_(database), version_(version),
      rows_(database.prepare(selectFrom("steps", version, "WHERE step >= ? AND step <= ? ORDER BY step"), "steps")),
      previous_(previous)
{
    rows_.bind(from).bind(to);
    advance();
}

void StepRows::advance()
{
    next_.reset();
    if (!rows_.next()) { return; }
    RowReader row(database_, rows_, "steps");
    row.sumOnly(previous_.value_or(smallestKey));
    Step step;
    step.index = row.integer(previous_ ? *previous_ + 1 : -mostStep, mostStep);
    step.seconds = row.real();
    step.trainLoss = row.real();
    step.learningRate = row.real();
    if (version_ >= 2) { step.masks = row.bytes(std::size_t(mostMasks * mostLayers)); }
    row.check();
    previous_ = step.index;
    next_ = std::move(step);
}

} // namespace gridscope::run
