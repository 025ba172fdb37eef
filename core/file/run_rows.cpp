// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_rows.h"

#include "core/file/run_limits.h"
#include "core/file/snapshot_rows.h"

#include <array>

namespace gridscope::run {

namespace {

void tellEvent(const Told& told, ToldSoFar& sofar, Sink& sink)
{
    sofar.sequence = std::max(sofar.sequence, told.sequence);
    if (std::holds_alternative<SnapshotPtr>(told.event)) { sofar.snapshot = told.step; }
    if (std::holds_alternative<Checkpoint>(told.event)) { sofar.checkpoint = told.step; }
    tell(told.event, sink);
}

// Each event after the steps that were told before it.
void tellInOrder(std::span<EventRows> sources, StepRows& steps, ToldSoFar& told, Sink& sink)
{
    const auto tellStepsUpTo = [&](std::int64_t last) {
        for (; steps.next() && steps.next()->index <= last; steps.advance()) {
            told.step = steps.next()->index;
            sink.onStep(*steps.next());
        }
    };
    for (;;) {
        EventRows* earliest = nullptr;
        for (EventRows& source : sources) {
            if (source.next() && (!earliest || source.next()->sequence < earliest->next()->sequence)) {
                earliest = &source;
            }
        }
        if (!earliest) { break; }
        tellStepsUpTo(earliest->next()->afterStep);
        tellEvent(*earliest->next(), told, sink);
        earliest->advance();
    }
    tellStepsUpTo(mostStep);
}

} // namespace

Statement RunRows::select(const char* table, const char* rest)
{
    return database_.prepare(selectFrom(table, version_, rest), table);
}

// ---- single looks

// Of those that are there: the one that was told before may have been thinned away since.
std::optional<std::int64_t> RunRows::stepBefore(std::int64_t step)
{
    Statement before = database_.prepare("SELECT max(step) FROM steps WHERE step < ?", "steps");
    before.bind(step);
    const bool isThere = before.next() && before.type(0) == Statement::Type::Integer;
    return isThere ? std::optional(before.integer(0)) : std::nullopt;
}

std::vector<Step> RunRows::steps(std::int64_t from, std::int64_t to)
{
    std::vector<Step> steps;
    StepRows source(database_, version_, stepBefore(from), from, to);
    for (; source.next(); source.advance()) { steps.push_back(*source.next()); }
    return steps;
}

std::vector<std::int64_t> RunRows::stepsIn(const std::string& table)
{
    std::vector<std::int64_t> steps;
    Statement rows = database_.prepare("SELECT step FROM " + table + " ORDER BY step", table);
    while (rows.next()) {
        const std::int64_t step = rows.integer(0);
        if (!steps.empty() && step <= steps.back()) {
            database_.failDamaged("table " + table, "rows are out of order");
        }
        steps.push_back(step);
    }
    return steps;
}

SnapshotPtr RunRows::snapshotAt(std::int64_t step, std::size_t layers)
{
    SnapshotRows reader(database_, version_, layers);
    Statement before = select("snapshots", "WHERE step <= ? ORDER BY step DESC LIMIT 1");
    before.bind(step);
    if (before.next()) { return std::get<SnapshotPtr>(reader.read(before).event); }
    Statement first = select("snapshots", "ORDER BY step LIMIT 1");
    return first.next() ? std::get<SnapshotPtr>(reader.read(first).event) : nullptr;
}

Checkpoint RunRows::checkpoint(std::int64_t step)
{
    Statement head = select("checkpoints", "WHERE step = ?");
    head.bind(step);
    if (!head.next()) {
        const std::string reason = "it has no checkpoint at step " + std::to_string(step);
        throw DatabaseError("Cannot use the run file " + quotedPath(database_.path()) + ": " + reason + ".", reason);
    }
    std::int64_t size = 0;
    readCheckpoint(database_, head, size);
    auto bytes = std::make_shared<std::vector<std::uint8_t>>();
    Statement parts = select("checkpoint_parts", "WHERE step = ? ORDER BY part");
    parts.bind(step);
    for (std::int64_t part = 0; std::int64_t(bytes->size()) < size; ++part) {
        if (!parts.next()) { database_.failDamaged("checkpoint of step " + std::to_string(step), "a part is missing"); }
        RowReader row(database_, parts, "checkpoint_parts");
        row.integer(step, step);
        row.integer(part, part);
        const auto content = row.array(std::min(checkpointPartBytes, std::size_t(size) - bytes->size()));
        row.check();
        bytes->insert(bytes->end(), content.begin(), content.end()); // grows with what is really there
    }
    return {step, std::move(bytes)};
}

std::vector<Mark> RunRows::marks()
{
    std::vector<Mark> marks;
    Statement rows = select("marks", "WHERE sequence > ? ORDER BY sequence");
    rows.bind(smallestKey);
    std::int64_t previous = 0;
    while (rows.next()) { marks.push_back(*eventAs<Mark>(readMark(database_, rows, previous).event)); }
    return marks;
}

bool RunRows::wasResumedSince(std::int64_t sequence)
{
    Statement query = database_.prepare("SELECT 1 FROM marks WHERE sequence > ? AND kind = 'resumed' LIMIT 1", "marks");
    query.bind(sequence);
    return query.next();
}

// ---- everything in order

std::int64_t RunRows::strideFor(std::size_t mostSnapshots, std::int64_t from)
{
    constexpr std::size_t edges = 2; // the first and the last
    for (std::int64_t stride = 1; stride < mostStep; stride *= 2) {
        Statement count =
            database_.prepare("SELECT count(*) FROM snapshots WHERE step >= ? AND step % ? = 0", "snapshots");
        count.bind(from).bind(stride).next();
        if (std::size_t(count.integer(0)) <= mostSnapshots - std::min(mostSnapshots, stride == 1 ? 0 : edges)) {
            return stride;
        }
    }
    return mostStep;
}

Statement RunRows::snapshotsFrom(std::int64_t step, std::size_t mostSnapshots)
{
    Statement rows =
        select("snapshots", "WHERE step >= ?1 AND (step % ?2 = 0 OR step IN (SELECT min(step) FROM snapshots UNION "
                            "SELECT max(step) FROM snapshots)) ORDER BY step");
    rows.bind(step).bind(strideFor(mostSnapshots, step));
    return rows;
}

void RunRows::tellFrom(ToldSoFar& told, Sink& sink, std::size_t layers, std::size_t mostSnapshots)
{
    SnapshotRows snapshots(database_, version_, layers);
    const auto after = [&](const char* table, const char* order, std::int64_t from) {
        Statement rows = select(table, order);
        rows.bind(from);
        return rows;
    };
    const auto newestKnown = [&](const std::string& table) {
        return database_.number("SELECT max(sequence) FROM " + table
                                + " WHERE sequence <= " + std::to_string(told.sequence));
    };
    constexpr const char* bySequence = "WHERE sequence > ? ORDER BY sequence";
    constexpr const char* byStep = "WHERE step >= ? ORDER BY step";
    const auto behind = [](std::optional<std::int64_t> step) { return step ? *step + 1 : smallestKey; };
    std::int64_t previousEvaluation = newestKnown("evaluations");
    std::int64_t previousMark = newestKnown("marks");
    std::int64_t sizeBytes = 0;
    std::array sources = {
        EventRows(database_, snapshotsFrom(behind(told.snapshot), mostSnapshots),
                  [&](const Statement& s) { return snapshots.read(s); }),
        EventRows(database_, after("evaluations", bySequence, told.sequence),
                  [&](const Statement& s) { return readEvaluation(database_, version_, s, previousEvaluation); }),
        EventRows(database_, after("marks", bySequence, told.sequence),
                  [&](const Statement& s) { return readMark(database_, s, previousMark); }),
        EventRows(database_, after("checkpoints", byStep, behind(told.checkpoint)),
                  [&](const Statement& s) { return readCheckpoint(database_, s, sizeBytes); })};
    const std::int64_t fromStep = behind(told.step);
    StepRows steps(database_, version_, stepBefore(fromStep), fromStep, mostStep);
    tellInOrder(sources, steps, told, sink);
    requireWhole(told);
}

// When the run has ended, it is known what there must be.
void RunRows::requireWhole(const ToldSoFar& told)
{
    if (!entries_.contains("end_how")) { return; }
    const std::int64_t last = told.step ? *told.step : number("first_step", -mostStep, mostStep) - 1;
    if (last != number("end_step", -mostStep, mostStep)) { database_.failDamaged("table steps", "rows are missing"); }
    for (const char* table : {"snapshots", "evaluations", "marks", "checkpoints"}) {
        const std::int64_t there = database_.number(std::string("SELECT count(*) FROM ") + table);
        const std::int64_t expected = number(std::string("end_") + table, 0, mostCount);
        if (there != expected) { database_.failDamaged(std::string("table ") + table, "rows are missing"); }
    }
}

} // namespace gridscope::run
