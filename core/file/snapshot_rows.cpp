// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/snapshot_rows.h"

#include "core/file/method_rows.h"
#include "core/file/run_limits.h"

#include <bit>

namespace gridscope::run {

namespace {

void readKeys(RowReader& row, std::int64_t step, std::size_t place)
{
    row.integer(step, step);
    row.integer(std::int64_t(place), std::int64_t(place));
}

void readNumbers(RowReader& row, LayerState& s)
{
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
}

std::string inLayer(std::size_t layer) { return "layer " + std::to_string(layer); }

} // namespace

SnapshotRows::SnapshotRows(Database& database, std::int64_t version, std::size_t layers)
    : database_(database), version_(version), layers_(layers), states_(rowsOf("layer_states", "layer")),
      histograms_(rowsOf("histograms", "layer")), trajectories_(rowsOf("trajectories", "layer")),
      activations_(rowsOf("activations", "position"))
{
    if (version_ < 4) { return; }
    levels_ = database_.prepare(selectFrom("levels", version_, "WHERE step = ? AND layer = ?"), "levels");
    extras_ = rowsOf("extras", "position");
}

Statement SnapshotRows::rowsOf(const char* table, const char* order) const
{
    return database_.prepare(selectFrom(table, version_, std::string("WHERE step = ? ORDER BY ") + order), table);
}

Told SnapshotRows::read(const Statement& head)
{
    RowReader row(database_, head, "snapshots");
    auto snapshot = std::make_shared<Snapshot>();
    Told told;
    told.step = snapshot->step = row.integer(-mostStep, mostStep);
    readPlace(told, row);
    snapshot->quantized = row.integer(0, 1) == 1;
    const std::int64_t activations = row.integer(0, mostActivations);
    const std::int64_t extras = version_ >= 4 ? row.integer(0, mostExtras) : 0;
    row.check();
    readLayers(*snapshot);
    readActivations(*snapshot, activations);
    readExtras(*snapshot, extras);
    told.event = SnapshotPtr(std::move(snapshot));
    return told;
}

void SnapshotRows::readLayers(Snapshot& snapshot)
{
    for (Statement* statement : {&states_, &histograms_, &trajectories_}) {
        statement->reset();
        statement->bind(snapshot.step);
    }
    for (std::size_t layer = 0; layer < layers_; ++layer) {
        for (Statement* statement : {&states_, &histograms_, &trajectories_}) {
            requireRow(*statement, snapshot.step, inLayer(layer));
        }
        const Place place{snapshot.step, layer};
        LayerState state = readState(place);
        readHistogram(state, place);
        readFollowed(state, place);
        snapshot.layers.push_back(std::move(state));
    }
}

void SnapshotRows::requireRow(Statement& statement, std::int64_t step, const std::string& what)
{
    if (statement.next()) { return; }
    database_.failDamaged("step " + std::to_string(step) + ", " + what, "a row is missing");
}

LayerState SnapshotRows::readState(const Place& place)
{
    RowReader row(database_, states_, "layer_states");
    readKeys(row, place.step, place.layer);
    LayerState s;
    std::optional<std::int64_t> levelsStep;
    s.bits = version_ >= 4 ? row.real(0, double(mostBits)) : double(row.integer(0, mostBits));
    s.isZero = version_ >= 4 && row.integer(0, 1) == 1;
    s.alpha = row.real();
    s.sigma = row.real();
    if (version_ >= 4) {
        s.offset = row.real(-mostOffset, mostOffset);
        levelsStep = row.integerOrNone(-mostStep, place.step);
    }
    readNumbers(row, s);
    if (version_ >= 2) { s.keepProbabilities = valuesOf<float>(row.bytes(std::size_t(mostMasks) * sizeof(float))); }
    row.check();
    const std::int64_t cells = s.high - s.low + 1;
    const bool hasBins = std::has_single_bit(unsigned(s.binsPerCell)) && cells * s.binsPerCell <= mostBins;
    if (!hasBins) { row.fail("its number of bins cannot be"); }
    if (levelsStep) { s.free = levelsAt({*levelsStep, place.layer}, std::size_t(cells)); }
    return s;
}

std::shared_ptr<const FreeLevels> SnapshotRows::levelsAt(const Place& place, std::size_t points)
{
    Known& known = known_[place.layer];
    if (!known.levels || known.step != place.step || known.levels->points.size() != points) {
        levels_->reset();
        levels_->bind(place.step).bind(std::int64_t(place.layer));
        requireRow(*levels_, place.step, inLayer(place.layer) + ", points");
        RowReader row(database_, *levels_, "levels");
        readKeys(row, place.step, place.layer);
        auto levels = readLevels(row, points);
        row.check();
        known = {place.step, std::move(levels)};
    }
    return known.levels;
}

void SnapshotRows::readHistogram(LayerState& state, const Place& place)
{
    const auto cells = std::size_t(state.high - state.low + 1);
    RowReader row(database_, histograms_, "histograms");
    readKeys(row, place.step, place.layer);
    state.histogram = valuesOf<std::uint32_t>(row.array(cells * std::size_t(state.binsPerCell) * 4));
    state.counts = valuesOf<std::uint32_t>(row.array(cells * 4));
    row.check();
}

void SnapshotRows::readFollowed(LayerState& state, const Place& place)
{
    RowReader row(database_, trajectories_, "trajectories");
    readKeys(row, place.step, place.layer);
    const auto weights = std::size_t(row.integer(0, mostFollowed));
    state.followed = valuesOf<float>(row.array(weights * 4));
    row.check();
}

void SnapshotRows::readActivations(Snapshot& snapshot, std::int64_t count)
{
    activations_.reset();
    activations_.bind(snapshot.step);
    for (std::int64_t i = 0; i < count; ++i) {
        requireRow(activations_, snapshot.step, "activations " + std::to_string(i));
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

void SnapshotRows::readExtras(Snapshot& snapshot, std::int64_t count)
{
    if (count == 0) { return; }
    extras_->reset();
    extras_->bind(snapshot.step);
    std::int64_t mostValues = mostExtraInAll;
    for (std::int64_t i = 0; i < count; ++i) {
        requireRow(*extras_, snapshot.step, "extra " + std::to_string(i));
        RowReader row(database_, *extras_, "extras");
        readKeys(row, snapshot.step, std::size_t(i));
        Extra extra = readExtra(row, mostValues);
        row.check();
        snapshot.extras.push_back(std::move(extra));
    }
}

} // namespace gridscope::run
