// SPDX-License-Identifier: GPL-3.0-or-later
// RunTables: a snapshot and the rows of its layers.
#include "core/file/method_rows.h"
#include "core/file/run_limits.h"
#include "core/file/run_statements.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

namespace {

// Whether a reader takes its points for a grid. A run that explodes has others, and then the layer is written without one: with
// a step size that is no number.
bool hasSoundGrid(const LayerState& s)
{
    const bool liesSomewhere = std::abs(s.offset) <= mostOffset; // NaN does not
    return liesSomewhere && (!s.free || areSound(*s.free, std::size_t(s.high - s.low + 1)));
}

double boundedBits(double bits) { return bits > 0 ? std::min(bits, double(mostBits)) : 0; } // NaN is 0

} // namespace

void RunTables::add(const Snapshot& snapshot)
{
    if (position_.lastSnapshot == snapshot.step) { forgetRowsOf(snapshot.step); }
    RowWriter(statements_->snapshot, "snapshots")
        .integer(snapshot.step)
        .integer(++position_.sequence)
        .integer(position_.afterStep)
        .integer(snapshot.quantized ? 1 : 0)
        .integer(std::int64_t(snapshot.activations.size()))
        .integer(std::int64_t(snapshot.extras.size()))
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
    for (std::size_t i = 0; i < snapshot.extras.size(); ++i) {
        RowWriter row(statements_->extra, "extras");
        row.integer(snapshot.step).integer(std::int64_t(i));
        addExtra(row, snapshot.extras[i]);
        row.write();
    }
    if (!position_.firstSnapshot) { position_.firstSnapshot = snapshot.step; }
    thinSnapshots(position_.lastSnapshot.value_or(snapshot.step), snapshot.step);
    position_.lastSnapshot = snapshot.step;
}

// Of a snapshot that is told again, what it may have less of now.
void RunTables::forgetRowsOf(std::int64_t step)
{
    for (const char* table : {"extras", "levels"}) {
        database_.run(std::string("DELETE FROM ") + table + " WHERE step = " + std::to_string(step));
    }
    std::erase_if(position_.levels, [&](const auto& known) { return known.second.step == step; });
}

// Points are written when they change.
void RunTables::addLevels(std::int64_t step, std::int64_t layer, const std::shared_ptr<const FreeLevels>& levels)
{
    const auto known = position_.levels.find(layer);
    const bool isKnown =
        known != position_.levels.end() && (known->second.levels == levels || *known->second.levels == *levels);
    if (isKnown) { return; }
    RowWriter row(statements_->levels, "levels");
    row.integer(step).integer(layer);
    run::addLevels(row, *levels);
    row.write();
    position_.levels[layer] = {step, levels};
}

void RunTables::addLayerState(std::int64_t step, std::int64_t layer, const LayerState& s)
{
    const bool isSound = hasSoundGrid(s), isFree = isSound && s.free;
    if (isFree) {
        addLevels(step, layer, s.free);
    } else {
        position_.levels.erase(layer);
    }
    RowWriter row(statements_->layerState, "layer_states");
    row.integer(step).integer(layer).real(boundedBits(s.bits)).integer(s.isZero ? 1 : 0);
    row.real(isSound ? s.alpha : std::numeric_limits<double>::quiet_NaN()).real(s.sigma).real(isSound ? s.offset : 0);
    if (isFree) {
        row.integer(position_.levels.at(layer).step);
    } else {
        row.null();
    }
    row.integer(s.low).integer(s.high).integer(s.binsPerCell);
    row.integer(std::int64_t(s.below)).integer(std::int64_t(s.above));
    row.real(s.score).real(s.scoreNonzero).real(s.zeroShare);
    row.real(s.meanSquareError).real(s.relativeError).real(s.changedShare);
    row.bytes(bytesOf(s.keepProbabilities)).write();
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

} // namespace gridscope::run
