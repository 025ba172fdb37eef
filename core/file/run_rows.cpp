// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_rows.h"

#include "core/base/wording.h"
#include "core/settings/config_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <functional>
#include <limits>
#include <variant>

namespace gridscope::run {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min(); // also finds keys that cannot be
constexpr std::int64_t mostStep = std::int64_t(1) << 53;
constexpr std::int64_t mostPerEpoch = std::int64_t(1) << 40;
constexpr std::int64_t mostLayers = 1024;
constexpr std::int64_t mostActivations = 4096;
constexpr std::int64_t mostBits = 64;
constexpr std::int64_t mostMasks = 1 << 8; // of a layer
constexpr std::int64_t mostCells = 1 << 16;
constexpr std::int64_t mostBinsPerCell = 1 << 10;
constexpr std::int64_t mostBins = 1 << 18;
constexpr std::int64_t mostFollowed = 1 << 16;
constexpr std::int64_t mostWeights = std::int64_t(1) << 40;
constexpr std::int64_t mostCount = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t mostName = 4096;
constexpr std::size_t mostText = 1 << 20;
constexpr std::size_t mostEntries = 64;

// Names of layers become names of files, words on the screen and in the terminal.
std::string layerName(RowReader& row)
{
    constexpr std::size_t mostLayerName = 200;
    std::string name = row.text(mostLayerName);
    const bool isPlain = !name.empty() && name == withoutControls(name)
                         && name.find_first_of("/\\\n\t") == std::string::npos && name[0] != '.';
    if (!isPlain) { row.fail("a layer's name has characters that no name has"); }
    return name;
}

std::vector<std::int64_t> shapeOf(const std::string& text, const RowReader& row)
{
    std::vector<std::int64_t> shape;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        std::int64_t size = 0;
        const auto [after, error] = std::from_chars(at, end, size);
        const bool isGood = error == std::errc() && size > 0 && size <= mostWeights
                            && (after == end || (*after == 'x' && after + 1 != end));
        if (!isGood || shape.size() == 8) { row.fail("a shape cannot be"); }
        shape.push_back(size);
        at = after == end ? end : after + 1;
    }
    return shape;
}

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

// The settings of the file, and defaults for those that came later. What a later program added without a new format is
// left out.
RunConfig configOf(const std::string& text, const Database& file)
{
    try {
        Json json = Json::parse(text);
        if (!json.is_object()) { file.failDamaged("table run", "the settings are not a JSON object"); }
        const std::string preset = json.value("preset", "");
        for (auto entry = json.begin(); entry != json.end();) {
            entry = findField(entry.key()) ? std::next(entry) : json.erase(entry);
        }
        RunConfig config = recordedConfig(json.dump(), "settings");
        config.preset = preset;
        return config;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "the settings cannot be read");
    } catch (const ConfigError& error) {
        file.failDamaged("table run", "the settings cannot be read (" + shown(error.what()) + ")");
    }
}

std::vector<std::string> dataNotesOf(const std::string& text, const Database& file)
{
    constexpr std::size_t mostNotes = 64, longestNote = 2000;
    try {
        auto notes = Json::parse(text).get<std::vector<std::string>>();
        notes.resize(std::min(notes.size(), mostNotes));
        for (std::string& note : notes) { // each stays one line
            note.resize(std::min(note.size(), longestNote));
            std::ranges::replace(note, '\n', ' ');
            note = withoutControls(note);
        }
        return notes;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "what was told of the data cannot be read");
    }
}

Environment environmentOf(const std::string& text, const Database& file)
{
    try {
        const Json json = Json::parse(text);
        Environment e;
        e.programVersion = json.value("program_version", "");
        e.torchVersion = json.value("torch_version", "");
        e.blas = json.value("blas", "");
        e.torchThreads = json.value("torch_threads", 1);
        e.blasThreads = json.value("blas_threads", 1);
        e.device = json.value("device", "cpu");
        e.dispatch = json.value("dispatch", "");
        e.blasKernel = json.value("blas_kernel", "");
        e.oneDnn = json.value("onednn", "");
        e.torchKernels = json.value("torch_kernels", "");
        e.processor = json.value("processor", "");
        return e;
    } catch (const Json::exception&) {
        file.failDamaged("table run", "the environment cannot be read");
    }
}

// An event that is not a step, and its place among all.
struct Told {
    std::int64_t sequence = 0;
    std::int64_t afterStep = 0;
    std::int64_t step = 0;
    std::variant<SnapshotPtr, Evaluation, Mark, Checkpoint> event;
};

void readPlace(Told& told, RowReader& row)
{
    told.sequence = row.integer(1, mostCount);
    told.afterStep = row.integer(-mostStep, mostStep);
}

// The statements that make a snapshot out of its rows.
class SnapshotReader {
public:
    SnapshotReader(Database& database, std::int64_t version, std::size_t layers)
        : database_(database), version_(version), layers_(layers),
          states_(database.prepare(
              "SELECT step, layer, bits, alpha, sigma, low, high, bins_per_cell, below, above, score, score_nonzero, "
              "zero_share, mean_square_error, relative_error, changed_share, "
                  + std::string(version >= 2 ? "keep_probabilities, " : "")
                  + "checksum FROM layer_states WHERE step = ? ORDER BY layer",
              "layer_states")),
          histograms_(database.prepare(
              "SELECT step, layer, histogram, counts, checksum FROM histograms WHERE step = ? ORDER BY layer",
              "histograms")),
          trajectories_(database.prepare(
              "SELECT step, layer, weights, followed, checksum FROM trajectories WHERE step = ? ORDER BY layer",
              "trajectories")),
          activations_(database.prepare("SELECT step, position, name, bits, alpha, sigma, checksum FROM activations "
                                        "WHERE step = ? ORDER BY position",
                                        "activations"))
    {}

    // `head` stands on a row of the table snapshots.
    Told read(const Statement& head)
    {
        RowReader row(database_, head, "snapshots");
        auto snapshot = std::make_shared<Snapshot>();
        Told told;
        told.step = snapshot->step = row.integer(-mostStep, mostStep);
        readPlace(told, row);
        snapshot->quantized = row.integer(0, 1) == 1;
        const std::int64_t activations = row.integer(0, mostActivations);
        row.check();
        readLayers(*snapshot);
        readActivations(*snapshot, activations);
        told.event = std::move(snapshot);
        return told;
    }

    static constexpr const char* columns = "step, sequence, after_step, quantized, activations, checksum";

private:
    void readLayers(Snapshot& snapshot)
    {
        for (Statement* statement : {&states_, &histograms_, &trajectories_}) {
            statement->reset();
            statement->bind(snapshot.step);
        }
        for (std::size_t layer = 0; layer < layers_; ++layer) {
            for (Statement* statement : {&states_, &histograms_, &trajectories_}) {
                requireRow(*statement, snapshot.step, layer);
            }
            LayerState state = readState(snapshot.step, layer);
            readHistogram(state, snapshot.step, layer);
            readFollowed(state, snapshot.step, layer);
            snapshot.layers.push_back(std::move(state));
        }
    }

    void requireRow(Statement& statement, std::int64_t step, std::size_t layer)
    {
        if (statement.next()) { return; }
        database_.failDamaged("step " + std::to_string(step) + ", layer " + std::to_string(layer), "a row is missing");
    }

    void readKeys(RowReader& row, std::int64_t step, std::size_t layer)
    {
        row.integer(step, step);
        row.integer(std::int64_t(layer), std::int64_t(layer));
    }

    LayerState readState(std::int64_t step, std::size_t layer)
    {
        RowReader row(database_, states_, "layer_states");
        readKeys(row, step, layer);
        LayerState s;
        s.bits = double(row.integer(0, mostBits));
        s.alpha = row.real();
        s.sigma = row.real();
        s.low = int(row.integer(-mostCells, mostCells));
        s.high = int(row.integer(s.low, s.low + mostCells - 1));
        s.binsPerCell = int(row.integer(1, mostBinsPerCell));
        s.below = std::uint64_t(row.integer(0, mostWeights));
        s.above = std::uint64_t(row.integer(0, mostWeights));
        for (double LayerState::*member :
             {&LayerState::score, &LayerState::scoreNonzero, &LayerState::zeroShare, &LayerState::meanSquareError,
              &LayerState::relativeError, &LayerState::changedShare}) {
            s.*member = row.real();
        }
        if (version_ >= 2) { s.keepProbabilities = valuesOf<float>(row.bytes(std::size_t(mostMasks) * sizeof(float))); }
        row.check();
        const bool hasBins = std::has_single_bit(unsigned(s.binsPerCell))
                             && std::int64_t(s.high - s.low + 1) * s.binsPerCell <= mostBins;
        if (!hasBins) { row.fail("its number of bins cannot be"); }
        return s;
    }

    void readHistogram(LayerState& state, std::int64_t step, std::size_t layer)
    {
        const auto cells = std::size_t(state.high - state.low + 1);
        RowReader row(database_, histograms_, "histograms");
        readKeys(row, step, layer);
        state.histogram = valuesOf<std::uint32_t>(row.array(cells * std::size_t(state.binsPerCell) * 4));
        state.counts = valuesOf<std::uint32_t>(row.array(cells * 4));
        row.check();
    }

    void readFollowed(LayerState& state, std::int64_t step, std::size_t layer)
    {
        RowReader row(database_, trajectories_, "trajectories");
        readKeys(row, step, layer);
        const auto weights = std::size_t(row.integer(0, mostFollowed));
        state.followed = valuesOf<float>(row.array(weights * 4));
        row.check();
    }

    void readActivations(Snapshot& snapshot, std::int64_t count)
    {
        activations_.reset();
        activations_.bind(snapshot.step);
        for (std::int64_t i = 0; i < count; ++i) {
            requireRow(activations_, snapshot.step, std::size_t(i));
            RowReader row(database_, activations_, "activations");
            readKeys(row, snapshot.step, std::size_t(i));
            ActivationState a;
            a.name = row.text(mostName);
            a.bits = int(row.integer(0, mostBits));
            a.alpha = row.real();
            a.sigma = row.real();
            row.check();
            snapshot.activations.push_back(std::move(a));
        }
    }

    Database& database_;
    std::int64_t version_;
    std::size_t layers_;
    Statement states_, histograms_, trajectories_, activations_;
};

// `previous` is the sequence of the row before it in the table.
Told readEvaluation(const Database& database, std::int64_t version, const Statement& statement, std::int64_t& previous)
{
    RowReader row(database, statement, "evaluations");
    Told told;
    row.sumOnly(previous);
    readPlace(told, row);
    previous = told.sequence;
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
    told.event = std::move(e);
    return told;
}

Told readMark(const Database& database, const Statement& statement, std::int64_t& previous)
{
    RowReader row(database, statement, "marks");
    Told told;
    row.sumOnly(previous);
    readPlace(told, row);
    previous = told.sequence;
    Mark mark;
    told.step = mark.step = row.integer(-mostStep, mostStep);
    mark.kind = kindOf(row.text(mostName), row);
    mark.layer = row.text(mostText);
    mark.what = row.text(mostText);
    mark.from = row.text(mostText);
    mark.to = row.text(mostText);
    row.check();
    told.event = std::move(mark);
    return told;
}

constexpr const char* checkpointColumns = "step, sequence, after_step, ordinal, size_bytes, checksum";

Told readCheckpoint(const Database& database, const Statement& statement, std::int64_t& sizeBytes)
{
    RowReader row(database, statement, "checkpoints");
    Told told;
    told.step = row.integer(-mostStep, mostStep);
    readPlace(told, row);
    row.integer(0, mostCount); // ordinal
    sizeBytes = row.integer(0, mostCount);
    row.check();
    told.event = Checkpoint{told.step, nullptr};
    return told;
}

constexpr const char* markQuery =
    "SELECT sequence, after_step, step, kind, layer, what, from_text, to_text, checksum FROM marks "
    "WHERE sequence > ? ORDER BY sequence";

// One table's events in their order; the next one is read ahead.
class Source {
public:
    using Read = std::function<Told(const Statement&)>;
    Source(Database& database, Statement rows, Read read)
        : database_(database), rows_(std::move(rows)), read_(std::move(read))
    {
        advance();
    }

    const std::optional<Told>& next() const { return next_; }
    void advance()
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

private:
    Database& database_;
    Statement rows_;
    Read read_;
    std::optional<Told> next_;
};

// Steps in their order. A row that is lost shows in the checksum of the one that follows.
class StepSource {
public:
    StepSource(Database& database, std::int64_t version, std::optional<std::int64_t> previous, std::int64_t from,
               std::int64_t to = mostStep)
        : database_(database), version_(version),
          rows_(database.prepare("SELECT step, seconds, train_loss, learning_rate, "
                                     + std::string(version >= 2 ? "masks, " : "")
                                     + "checksum FROM steps WHERE step >= ? AND step <= ? ORDER BY step",
                                 "steps")),
          previous_(previous)
    {
        rows_.bind(from).bind(to);
        advance();
    }

    const std::optional<Step>& next() const { return next_; }
    void advance()
    {
        next_.reset();
        if (!rows_.next()) { return; }
        RowReader row(database_, rows_, "steps");
        row.sumOnly(previous_.value_or(smallest));
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

private:
    Database& database_;
    std::int64_t version_;
    Statement rows_;
    std::optional<std::int64_t> previous_;
    std::optional<Step> next_;
};

void tellEvent(const Told& told, ToldSoFar& sofar, Sink& sink)
{
    sofar.sequence = std::max(sofar.sequence, told.sequence);
    if (const auto* snapshot = std::get_if<SnapshotPtr>(&told.event)) {
        sofar.snapshot = told.step;
        sink.onSnapshot(*snapshot);
    } else if (const auto* evaluation = std::get_if<Evaluation>(&told.event)) {
        sink.onEvaluation(*evaluation);
    } else if (const auto* mark = std::get_if<Mark>(&told.event)) {
        sink.onMark(*mark);
    } else {
        sofar.checkpoint = told.step;
        sink.onCheckpoint(std::get<Checkpoint>(told.event));
    }
}

} // namespace

// ---- the table `run`

RunRows::RunRows(Database& database) : database_(database), version_(database.number("PRAGMA user_version"))
{
    readEntries();
}

void RunRows::readEntries()
{
    Statement rows = database_.prepare("SELECT key, value, checksum FROM run ORDER BY key", "run");
    while (rows.next()) {
        RowReader row(database_, rows, "run");
        const std::string key = row.text(mostName);
        const bool isOrdered = entries_.empty() || key > entries_.rbegin()->first;
        if (!isOrdered || entries_.size() == mostEntries) { row.fail("rows are out of order"); }
        entries_[key] = rows.type(1) == Statement::Type::Text ? Entry(row.text(mostText)) : Entry(row.integer());
        row.check();
    }
    const bool isWhole = entries_.empty() || entry<std::int64_t>("entries") == std::int64_t(entries_.size());
    if (!isWhole) { database_.failDamaged("table run", "rows are missing"); }
}

template <typename T>
const T& RunRows::entry(const std::string& key) const
{
    const auto found = entries_.find(key);
    if (found == entries_.end()) { database_.failDamaged("table run", "its entry " + inQuotes(key) + " is missing"); }
    const T* value = std::get_if<T>(&found->second);
    if (!value) { database_.failDamaged("table run", "its entry " + inQuotes(key) + " is of the wrong type"); }
    return *value;
}

std::int64_t RunRows::number(const std::string& key, std::int64_t low, std::int64_t high) const
{
    const auto value = entry<std::int64_t>(key);
    if (value < low || value > high) {
        database_.failDamaged("table run", "its entry " + inQuotes(key) + " is out of range");
    }
    return value;
}

bool RunRows::hasStart() const { return entries_.contains("first_step"); }
std::string RunRows::created() const { return entry<std::string>("created"); }

std::string RunRows::place(const std::string& key) const
{
    return entries_.contains(key) ? entry<std::string>(key) : std::string();
}

Start RunRows::start()
{
    Start start;
    start.config = configOf(entry<std::string>("config"), database_);
    start.environment = environmentOf(entry<std::string>("environment"), database_);
    start.dataName = entry<std::string>("data");
    if (entries_.contains("data_hash")) { start.dataHashes = dataHashesOf(entry<std::string>("data_hash")); }
    if (entries_.contains("data_notes")) { start.dataNotes = dataNotesOf(entry<std::string>("data_notes"), database_); }
    start.firstStep = number("first_step", -mostStep, mostStep);
    start.lastStep = number("last_step", -mostStep, mostStep);
    start.stepsPerEpoch = number("steps_per_epoch", 0, mostPerEpoch);
    if (entries_.contains("origin_run")) {
        start.origin = Origin{entry<std::string>("origin_run"), number("origin_step", -mostStep, mostStep)};
    }
    start.layers = layers();
    const auto fits = [&](std::size_t count) { return count == 1 || count == start.layers.size(); };
    const bool areFitting = fits(start.config.bits.size()) && fits(start.config.keepProbability.size());
    if (!areFitting) { database_.failDamaged("table run", "the settings are not of so many layers"); }
    return start;
}

std::vector<LayerInfo> RunRows::layers()
{
    std::vector<LayerInfo> layers;
    Statement rows = database_.prepare("SELECT layer, name, shape, parameters, "
                                           + std::string(version_ >= 2 ? "multiply_accumulates, masks, " : "")
                                           + "checksum FROM layers ORDER BY layer",
                                       "layers");
    while (rows.next()) {
        RowReader row(database_, rows, "layers");
        row.integer(std::int64_t(layers.size()), std::min(std::int64_t(layers.size()), mostLayers - 1));
        LayerInfo info;
        info.name = layerName(row);
        const auto isSame = [&](const LayerInfo& other) { return other.name == info.name; };
        if (std::ranges::any_of(layers, isSame)) { row.fail("two layers have one name"); }
        info.shape = shapeOf(row.text(mostName), row);
        info.parameters = row.integer(0, mostWeights);
        if (version_ >= 2) {
            info.multiplyAccumulates = row.integer(0, mostCount);
            info.masks = int(row.integer(0, mostMasks));
        }
        row.check();
        layers.push_back(std::move(info));
    }
    if (std::int64_t(layers.size()) != number("layers", 0, mostLayers)) {
        database_.failDamaged("table layers", "rows are missing");
    }
    return layers;
}

std::optional<End> RunRows::end() const
{
    if (!entries_.contains("end_how")) { return std::nullopt; }
    using enum End::How;
    for (const End::How how : {Finished, Stopped, Failed}) {
        if (howName(how) == entry<std::string>("end_how")) { return End{how, entry<std::string>("end_message")}; }
    }
    database_.failDamaged("table run", "its end is of an unknown kind");
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
    StepSource source(database_, version_, stepBefore(from), from, to);
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
    const std::string columns = SnapshotReader::columns;
    SnapshotReader reader(database_, version_, layers);
    Statement before = database_.prepare(
        "SELECT " + columns + " FROM snapshots WHERE step <= ? ORDER BY step DESC LIMIT 1", "snapshots");
    before.bind(step);
    if (before.next()) { return std::get<SnapshotPtr>(reader.read(before).event); }
    Statement first = database_.prepare("SELECT " + columns + " FROM snapshots ORDER BY step LIMIT 1", "snapshots");
    return first.next() ? std::get<SnapshotPtr>(reader.read(first).event) : nullptr;
}

Checkpoint RunRows::checkpoint(std::int64_t step)
{
    Statement head = database_.prepare(std::string("SELECT ") + checkpointColumns + " FROM checkpoints WHERE step = ?",
                                       "checkpoints");
    head.bind(step);
    if (!head.next()) {
        const std::string reason = "it has no checkpoint at step " + std::to_string(step);
        throw DatabaseError("Cannot use the run file " + quotedPath(database_.path()) + ": " + reason + ".", reason);
    }
    std::int64_t size = 0;
    readCheckpoint(database_, head, size);
    auto bytes = std::make_shared<std::vector<std::uint8_t>>();
    Statement parts = database_.prepare(
        "SELECT step, part, content, checksum FROM checkpoint_parts WHERE step = ? ORDER BY part", "checkpoint_parts");
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
    Statement rows = database_.prepare(markQuery, "marks");
    rows.bind(smallest);
    std::int64_t previous = 0;
    while (rows.next()) { marks.push_back(std::get<Mark>(readMark(database_, rows, previous).event)); }
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

void RunRows::tellFrom(ToldSoFar& told, Sink& sink, std::size_t layers, std::size_t mostSnapshots)
{
    SnapshotReader snapshots(database_, version_, layers);
    const auto after = [&](const std::string& sql, const char* table, std::int64_t from) {
        Statement rows = database_.prepare(sql, table);
        rows.bind(from);
        return rows;
    };
    const auto newestKnown = [&](const std::string& table) {
        return database_.number("SELECT max(sequence) FROM " + table
                                + " WHERE sequence <= " + std::to_string(told.sequence));
    };
    std::int64_t previousEvaluation = newestKnown("evaluations");
    std::int64_t previousMark = newestKnown("marks");
    const std::int64_t fromSnapshot = told.snapshot ? *told.snapshot + 1 : smallest;
    Statement snapshotRows = database_.prepare(
        std::string("SELECT ") + SnapshotReader::columns
            + " FROM snapshots WHERE step >= ?1 AND "
              "(step % ?2 = 0 OR step IN (SELECT min(step) FROM snapshots UNION SELECT max(step) FROM snapshots)) "
              "ORDER BY step",
        "snapshots");
    snapshotRows.bind(fromSnapshot).bind(strideFor(mostSnapshots, fromSnapshot));
    std::int64_t sizeBytes = 0;
    std::array sources = {
        Source(database_, std::move(snapshotRows), [&](const Statement& s) { return snapshots.read(s); }),
        Source(database_,
               after("SELECT sequence, after_step, step, data_set, samples, quantized_loss, quantized_accuracy, "
                     "latent_loss, "
                     "latent_accuracy, float_loss, float_accuracy, "
                         + std::string(version_ >= 3 ? "decisions, " : "")
                         + "checksum FROM evaluations WHERE sequence > ? ORDER BY sequence",
                     "evaluations", told.sequence),
               [&](const Statement& s) { return readEvaluation(database_, version_, s, previousEvaluation); }),
        Source(database_, after(markQuery, "marks", told.sequence),
               [&](const Statement& s) { return readMark(database_, s, previousMark); }),
        Source(database_,
               after(std::string("SELECT ") + checkpointColumns + " FROM checkpoints WHERE step >= ? ORDER BY step",
                     "checkpoints", told.checkpoint ? *told.checkpoint + 1 : smallest),
               [&](const Statement& s) { return readCheckpoint(database_, s, sizeBytes); })};
    const std::int64_t fromStep = told.step ? *told.step + 1 : smallest;
    StepSource steps(database_, version_, stepBefore(fromStep), fromStep);
    const auto tellStepsUpTo = [&](std::int64_t last) {
        for (; steps.next() && steps.next()->index <= last; steps.advance()) {
            told.step = steps.next()->index;
            sink.onStep(*steps.next());
        }
    };
    for (;;) {
        Source* earliest = nullptr;
        for (Source& source : sources) {
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
