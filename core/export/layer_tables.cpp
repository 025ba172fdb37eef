// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/layer_tables.h"

#include "core/base/wording.h"

#include <algorithm>
#include <map>

namespace gridscope {

namespace {

constexpr const char* weightUnits = "weight units";

// A bin in units of the grid step: the same column in every snapshot, however alpha and the bits change. Bins per cell
// are powers of two, so these numbers are exact.
struct Bin {
    double from;
    double width;
    auto operator<=>(const Bin&) const = default;
};

Bin binOf(const run::LayerState& state, std::size_t index)
{
    return {double(state.low) - 0.5 + double(index) / state.binsPerCell, 1.0 / state.binsPerCell};
}

} // namespace

LayerSeries seriesOf(const run::History& history, std::size_t layer, StepRange range)
{
    LayerSeries series;
    for (const auto& snapshot : history.snapshots()) {
        if (range.holds(snapshot->step) && layer < snapshot->layers.size()) {
            series.states.emplace_back(snapshot->step, &snapshot->layers[layer]);
        }
    }
    return series;
}

Table riverTable(const LayerSeries& series)
{
    std::map<Bin, std::size_t> columnOf;
    for (const auto& [step, state] : series.states) {
        for (std::size_t i = 0; i < state->histogram.size(); ++i) { columnOf[binOf(*state, i)] = 0; }
    }
    std::vector<Column> columns{{"step", ""}, {"alpha", weightUnits}, {"below", "weights"}, {"above", "weights"}};
    for (auto& [bin, column] : columnOf) {
        column = columns.size();
        columns.push_back({run::numberText(bin.from) + ".." + run::numberText(bin.from + bin.width), "alpha"});
    }
    Table table(std::move(columns));
    for (const auto& [step, state] : series.states) {
        table.row() << step << state->alpha << std::int64_t(state->below) << std::int64_t(state->above);
        for (std::size_t i = 0; i < state->histogram.size(); ++i) {
            table.set(columnOf[binOf(*state, i)], double(state->histogram[i]));
        }
    }
    return table;
}

Table gridPointsTable(const LayerSeries& series)
{
    int low = 0;
    int high = -1;
    for (const auto& [step, state] : series.states) {
        low = std::min(low, state->low);
        high = std::max(high, state->high);
    }
    std::vector<Column> columns{{"step", ""}, {"alpha", weightUnits}};
    for (int code = low; code <= high; ++code) { columns.push_back({"code " + std::to_string(code), "weights"}); }
    Table table(std::move(columns));
    for (const auto& [step, state] : series.states) {
        table.row() << step << state->alpha;
        for (std::size_t i = 0; i < state->counts.size(); ++i) {
            table.set(2 + i + std::size_t(state->low - low), double(state->counts[i]));
        }
    }
    return table;
}

Table followedTable(const LayerSeries& series)
{
    std::size_t most = 0;
    for (const auto& [step, state] : series.states) { most = std::max(most, state->followed.size()); }
    std::vector<Column> columns{{"step", ""}, {"alpha", weightUnits}};
    for (std::size_t i = 0; i < most; ++i) { columns.push_back({"weight " + std::to_string(i + 1), weightUnits}); }
    Table table(std::move(columns));
    for (const auto& [step, state] : series.states) {
        table.row() << step << state->alpha;
        for (const float value : state->followed) { table << double(value); }
    }
    return table;
}

Table masksTable(const run::History& history, std::size_t layer, StepRange range)
{
    std::size_t before = 0;
    for (std::size_t i = 0; i < layer; ++i) { before += std::size_t(history.start().layers[i].masks); }
    const auto count = std::size_t(history.start().layers[layer].masks);
    std::vector<Column> columns{{"step", ""}};
    for (std::size_t i = 0; i < count; ++i) { columns.push_back({"mask " + std::to_string(i + 1), "share kept"}); }
    Table table(std::move(columns));
    for (const auto& step : history.steps()) {
        if (!range.holds(step.index) || step.masks.size() < before + count) { continue; }
        table.row() << step.index;
        for (std::size_t i = 0; i < count; ++i) { table << double(step.masks[before + i]) / 255; }
    }
    return table;
}

Table keepTable(const LayerSeries& series, std::size_t masks)
{
    std::vector<Column> columns{{"step", ""}};
    for (std::size_t i = 0; i < masks; ++i) { columns.push_back({"mask " + std::to_string(i + 1), "probability"}); }
    Table table(std::move(columns));
    for (const auto& [step, state] : series.states) {
        if (state->keepProbabilities.size() != masks) { continue; }
        table.row() << step;
        for (const float p : state->keepProbabilities) { table << double(p); }
    }
    return table;
}

} // namespace gridscope
