// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_tables.h"

#include "core/file/run_statements.h"
#include "core/file/run_upgrade.h"
#include "core/run/retention.h"

#include <limits>
#include <utility>

namespace gridscope::run {

namespace {

void addScore(RowWriter& row, const std::optional<Score>& score)
{
    row.real(score.value_or(Score{}).loss).real(score.value_or(Score{}).accuracy);
}

} // namespace

RunTables::RunTables(Database& database) : database_(database)
{
    if (database_.number("SELECT count(*) FROM sqlite_schema") == 0) {
        Transaction transaction(database_, Transaction::Kind::Write);
        database_.run(schemaText() + "PRAGMA application_id = " + std::to_string(runFileId)
                      + "; PRAGMA user_version = " + std::to_string(runFileVersion));
        transaction.commit();
    }
    const bool isOfThisFormat = database_.number("PRAGMA user_version") == runFileVersion;
    if (isOfThisFormat) { statements_ = std::make_shared<Statements>(database_); }
    readPosition();
}

void RunTables::bringUpToDate()
{
    const bool isOfThisFormat = database_.number("PRAGMA user_version") == runFileVersion;
    if (isOfThisFormat && statements_) { return; }
    upgrade(database_);
    statements_ = std::make_shared<Statements>(database_);
}

void RunTables::readPosition()
{
    const auto valueOf = [&](const std::string& sql) -> std::optional<std::int64_t> {
        Statement query = database_.prepare(sql);
        if (!query.next() || query.type(0) == Statement::Type::Null) { return std::nullopt; }
        return query.integer(0);
    };
    const auto entry = [&](const std::string& key) {
        return valueOf("SELECT value FROM run WHERE key = '" + key + "'");
    };
    position_ = {};
    position_.hasStarted = entry("first_step").has_value();
    position_.snapshotEvery = std::max<std::int64_t>(1, entry("snapshot_every").value_or(1));
    for (const char* table : {"snapshots", "evaluations", "marks", "checkpoints"}) {
        const auto newest = valueOf(std::string("SELECT max(sequence) FROM ") + table);
        position_.sequence = std::max(position_.sequence, newest.value_or(0));
    }
    position_.previousStep = valueOf("SELECT max(step) FROM steps");
    position_.afterStep = position_.previousStep.value_or(entry("first_step").value_or(1) - 1);
    position_.previousEvaluation = valueOf("SELECT max(sequence) FROM evaluations").value_or(0);
    position_.previousMark = valueOf("SELECT max(sequence) FROM marks").value_or(0);
    position_.lastEvaluation = valueOf("SELECT step FROM evaluations ORDER BY sequence DESC LIMIT 1");
    position_.firstSnapshot = valueOf("SELECT min(step) FROM snapshots");
    position_.lastSnapshot = valueOf("SELECT max(step) FROM snapshots");
    Statement checkpoints = database_.prepare("SELECT step, ordinal FROM checkpoints");
    while (checkpoints.next()) {
        position_.checkpoints[checkpoints.integer(0)] = checkpoints.integer(1);
        position_.nextOrdinal = std::max(position_.nextOrdinal, checkpoints.integer(1) + 1);
    }
    Statement marked = database_.prepare("SELECT step FROM marks WHERE kind IN (?, ?)"); // isKeptFor
    marked.bind(kindName(Mark::Kind::Bookmark)).bind(kindName(Mark::Kind::Bits));
    while (marked.next()) { keepWhatIsAt(marked.integer(0)); }
}

void RunTables::add(const Step& step)
{
    RowWriter row(statements_->step, "steps");
    row.sumOnly(position_.previousStep.value_or(std::numeric_limits<std::int64_t>::min()));
    row.integer(step.index).real(step.seconds).real(step.trainLoss).real(step.learningRate).bytes(step.masks).write();
    const std::optional before = std::exchange(position_.previousStep, step.index);
    position_.afterStep = step.index;
    if (before && stepThinning.isDue(*before, step.index)) { thinSteps(stepThinning.momentOf(step.index)); }
}

void RunTables::add(const Evaluation& e)
{
    RowWriter row(statements_->evaluation, "evaluations");
    row.sumOnly(std::exchange(position_.previousEvaluation, position_.sequence + 1));
    row.integer(++position_.sequence).integer(position_.afterStep).integer(e.step).text(e.set).integer(e.samples);
    addScore(row, e.quantized);
    addScore(row, e.latent);
    addScore(row, e.floatStart);
    row.bytes(e.decisions ? bytesOf(*e.decisions) : std::vector<std::uint8_t>());
    row.write();
    const Thinning rule = evaluationThinning(position_.evaluateEvery);
    const std::optional before = std::exchange(position_.lastEvaluation, e.step);
    if (before && rule.isDue(*before, e.step)) { thinEvaluations(rule.momentOf(e.step)); }
}

void RunTables::add(const Mark& mark)
{
    const bool isToldAgain = mark.kind == Mark::Kind::Resumed && std::exchange(position_.resumed, false);
    const std::int64_t previous = isToldAgain ? position_.beforeResumed : position_.previousMark;
    const std::int64_t sequence = isToldAgain ? position_.previousMark : ++position_.sequence;
    RowWriter(statements_->mark, "marks")
        .sumOnly(previous)
        .integer(sequence)
        .integer(position_.afterStep)
        .integer(mark.step)
        .text(kindName(mark.kind))
        .text(mark.layer)
        .text(mark.what)
        .text(mark.from)
        .text(mark.to)
        .write();
    position_.beforeResumed = previous;
    position_.previousMark = sequence;
    if (isKeptFor(mark)) { keepWhatIsAt(mark.step); }
}

void RunTables::add(const Checkpoint& checkpoint)
{
    const std::int64_t ordinal = position_.nextOrdinal++;
    const std::int64_t sequence = ++position_.sequence;
    if (!checkpoint.bytes) { return; }
    const Bytes bytes = *checkpoint.bytes;
    RowWriter(statements_->checkpoint, "checkpoints")
        .integer(checkpoint.step)
        .integer(sequence)
        .integer(position_.afterStep)
        .integer(ordinal)
        .integer(std::int64_t(bytes.size()))
        .write();
    std::int64_t part = 0;
    for (std::size_t from = 0; from < bytes.size(); from += checkpointPartBytes) {
        const Bytes content = bytes.subspan(from, std::min(checkpointPartBytes, bytes.size() - from));
        RowWriter(statements_->part, "checkpoint_parts")
            .integer(checkpoint.step)
            .integer(part++)
            .array(content)
            .write();
    }
    position_.checkpoints[checkpoint.step] = ordinal;
    thinCheckpoints(ordinal);
}

void RunTables::add(const End& end)
{
    setEntry("end_how", howName(end.how));
    setEntry("end_message", end.message);
    setEntry("end_step", position_.afterStep); // so that lost rows are noticed
    for (const char* table : {"snapshots", "evaluations", "marks", "checkpoints"}) {
        setEntry(std::string("end_") + table, database_.number(std::string("SELECT count(*) FROM ") + table));
    }
    countEntries();
}

void RunTables::countMarksOfEnd()
{
    const bool hasEnded = database_.number("SELECT count(*) FROM run WHERE key = 'end_marks'") > 0;
    if (hasEnded) { setEntry("end_marks", database_.number("SELECT count(*) FROM marks")); }
}

} // namespace gridscope::run
