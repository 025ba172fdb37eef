// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_tables.h"

#include "core/base/wording.h"
#include "core/file/chained_rows.h"
#include "core/run/retention.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <limits>
#include <utility>

namespace gridscope::run {

namespace {

using Json = nlohmann::ordered_json;

std::string environmentJson(const Environment& e)
{
    const Json json = {{"program_version", e.programVersion},
                       {"torch_version", e.torchVersion},
                       {"blas", e.blas},
                       {"torch_threads", e.torchThreads},
                       {"blas_threads", e.blasThreads},
                       {"device", e.device},
                       {"dispatch", e.dispatch},
                       {"blas_kernel", e.blasKernel},
                       {"onednn", e.oneDnn},
                       {"torch_kernels", e.torchKernels},
                       {"processor", e.processor}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape) { text += (text.empty() ? "" : "x") + std::to_string(size); }
    return text;
}

// "2026-03-01T12:00:00.123456Z". To the microsecond, so that it tells one run from another.
std::string now()
{
    const auto micros =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    const std::time_t seconds = micros / 1'000'000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    const std::string fraction = std::to_string(1'000'000 + micros % 1'000'000).substr(1);
    return std::string(text.data(), length) + "." + fraction + "Z";
}

void addScore(RowWriter& row, const std::optional<Score>& score)
{
    row.real(score.value_or(Score{}).loss).real(score.value_or(Score{}).accuracy);
}

constexpr std::array snapshotTables = {"snapshots", "layer_states", "histograms", "trajectories", "activations"};

} // namespace

struct RunTables::Statements {
    explicit Statements(Database& d)
        : entry(d.prepare(insertInto("run", 3), "run")), layer(d.prepare(insertInto("layers", 7), "layers")),
          step(d.prepare(insertInto("steps", 6), "steps")),
          snapshot(d.prepare(insertInto("snapshots", 6), "snapshots")),
          layerState(d.prepare(insertInto("layer_states", 18), "layer_states")),
          histogram(d.prepare(insertInto("histograms", 5), "histograms")),
          trajectory(d.prepare(insertInto("trajectories", 5), "trajectories")),
          activation(d.prepare(insertInto("activations", 7), "activations")),
          evaluation(d.prepare(insertInto("evaluations", 13), "evaluations")),
          mark(d.prepare(insertInto("marks", 9), "marks")),
          checkpoint(d.prepare(insertInto("checkpoints", 6), "checkpoints")),
          part(d.prepare(insertInto("checkpoint_parts", 4), "checkpoint_parts")),
          snapshotsToThin(d.prepare("SELECT step FROM snapshots WHERE step > ? AND step <= ? AND step % ? <> 0")),
          snapshotAt(d.prepare("SELECT step FROM snapshots WHERE step <= ? ORDER BY step DESC LIMIT 1"))
    {
        for (const char* table : snapshotTables) {
            drops.push_back(d.prepare(std::string("DELETE FROM ") + table + " WHERE step = ?"));
        }
    }
    Statement entry, layer, step, snapshot, layerState, histogram, trajectory, activation, evaluation, mark, checkpoint,
        part;
    Statement snapshotsToThin, snapshotAt;
    std::vector<Statement> drops;
};

RunTables::RunTables(Database& database) : database_(database)
{
    if (database_.number("SELECT count(*) FROM sqlite_schema") == 0) {
        Transaction transaction(database_, Transaction::Kind::Write);
        database_.run(schemaText() + "PRAGMA application_id = " + std::to_string(runFileId)
                      + "; PRAGMA user_version = " + std::to_string(runFileVersion));
        transaction.commit();
    }
    statements_ = std::make_shared<Statements>(database_);
    readPosition();
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

void RunTables::setEntry(std::string_view key, std::int64_t value)
{
    RowWriter(statements_->entry, "run").text(key).integer(value).write();
}
void RunTables::setEntry(std::string_view key, std::string_view value)
{
    RowWriter(statements_->entry, "run").text(key).text(value).write();
}

// Where that is, in full and by its bytes: settings are JSON, which holds no name that is not UTF-8, and a relative one is told
// from a folder that nobody will know later. Of what is gone on with from elsewhere the place of before stays.
void RunTables::setPlace(std::string_view key, const std::string& path)
{
    std::error_code error;
    if (path.empty() || !std::filesystem::exists(path, error)) { return; }
    const auto whole = std::filesystem::absolute(path, error);
    if (!error) { setEntry(key, whole.lexically_normal().string()); }
}

void RunTables::add(const Start& start, std::string_view journal)
{
    if (!position_.hasStarted) {
        setEntry("created", now());
        position_.afterStep = start.firstStep - 1;
        position_.hasStarted = true;
    }
    setEntry("config", configToJson(start.config, -1));
    setEntry("environment", environmentJson(start.environment));
    setEntry("data", start.dataName);
    setPlace("data_place", start.config.dataFolder);
    setPlace("weights_place", start.config.weightsFile);
    setEntry("data_hash", dataHashText(start.dataHashes));
    if (!start.dataNotes.empty()) {
        setEntry("data_notes", Json(start.dataNotes).dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    setEntry("journal", journal);
    setEntry("first_step", start.firstStep);
    setEntry("last_step", start.lastStep);
    setEntry("steps_per_epoch", start.stepsPerEpoch);
    setEntry("snapshot_every", start.config.snapshotEvery);
    if (start.origin) {
        setEntry("origin_run", start.origin->run);
        setEntry("origin_step", start.origin->step);
    }
    position_.snapshotEvery = std::max(1, start.config.snapshotEvery);
    position_.evaluateEvery = start.config.evaluateEvery;
    for (std::size_t layer = 0; layer < start.layers.size(); ++layer) {
        const LayerInfo& info = start.layers[layer];
        RowWriter(statements_->layer, "layers")
            .integer(std::int64_t(layer))
            .text(info.name)
            .text(shapeText(info.shape))
            .integer(info.parameters)
            .integer(info.multiplyAccumulates)
            .integer(info.masks)
            .write();
    }
    setEntry("layers", std::int64_t(start.layers.size()));
    countEntries();
}

void RunTables::countEntries()
{
    setEntry("entries", database_.number("SELECT count(*) FROM run WHERE key <> 'entries'") + 1);
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

void RunTables::add(const Snapshot& snapshot)
{
    RowWriter(statements_->snapshot, "snapshots")
        .integer(snapshot.step)
        .integer(++position_.sequence)
        .integer(position_.afterStep)
        .integer(snapshot.quantized ? 1 : 0)
        .integer(std::int64_t(snapshot.activations.size()))
        .write();
    for (std::size_t layer = 0; layer < snapshot.layers.size(); ++layer) {
        addLayerState(snapshot.step, std::int64_t(layer), snapshot.layers[layer]);
    }
    for (std::size_t i = 0; i < snapshot.activations.size(); ++i) {
        const ActivationState& a = snapshot.activations[i];
        RowWriter(statements_->activation, "activations")
            .integer(snapshot.step)
            .integer(std::int64_t(i))
            .text(a.name)
            .integer(a.bits)
            .real(a.alpha)
            .real(a.sigma)
            .write();
    }
    if (!position_.firstSnapshot) { position_.firstSnapshot = snapshot.step; }
    thinSnapshots(position_.lastSnapshot.value_or(snapshot.step), snapshot.step);
    position_.lastSnapshot = snapshot.step;
}

void RunTables::addLayerState(std::int64_t step, std::int64_t layer, const LayerState& s)
{
    RowWriter(statements_->layerState, "layer_states")
        .integer(step)
        .integer(layer)
        .integer(std::int64_t(s.bits))
        .real(s.alpha)
        .real(s.sigma)
        .integer(s.low)
        .integer(s.high)
        .integer(s.binsPerCell)
        .integer(std::int64_t(s.below))
        .integer(std::int64_t(s.above))
        .real(s.score)
        .real(s.scoreNonzero)
        .real(s.zeroShare)
        .real(s.meanSquareError)
        .real(s.relativeError)
        .real(s.changedShare)
        .bytes(bytesOf(s.keepProbabilities))
        .write();
    RowWriter(statements_->histogram, "histograms")
        .integer(step)
        .integer(layer)
        .array(bytesOf(s.histogram))
        .array(bytesOf(s.counts))
        .write();
    RowWriter(statements_->trajectory, "trajectories")
        .integer(step)
        .integer(layer)
        .integer(std::int64_t(s.followed.size()))
        .array(bytesOf(s.followed))
        .write();
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

void RunTables::keepWhatIsAt(std::int64_t step)
{
    position_.marked.insert(step);
    Statement& query = statements_->snapshotAt;
    query.reset();
    if (query.bind(step).next()) { position_.shownAtMarks.insert(query.integer(0)); }
    query.reset();
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
    const ChainedTable table{"steps", std::numeric_limits<std::int64_t>::min()};
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
                   thinRows(database_, {"evaluations", 0}, sequenceAt(after), sequenceAt(last), stays);
               });
}

void RunTables::dropSnapshot(std::int64_t step)
{
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
    for (const char* table : {"layer_states", "histograms", "trajectories", "activations"}) {
        database_.run(std::string("DELETE FROM ") + table + " WHERE step IN (SELECT step FROM snapshots" + later + ")");
    }
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
