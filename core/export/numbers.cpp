// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/numbers.h"

#include "core/base/text_file.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/run/levels.h"
#include "core/run/summary.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>

namespace gridscope {

namespace {

using run::History;

constexpr const char* weightUnits = "weight units";

Table stepsTable(const History& history, StepRange range)
{
    Table table({{"step", ""}, {"seconds", "s"}, {"train_loss", "nats"}, {"learning_rate", ""}});
    for (const auto& s : history.steps()) {
        if (range.holds(s.index)) { table.row() << s.index << s.seconds << s.trainLoss << s.learningRate; }
    }
    return table;
}

Table evaluationsTable(const History& history, StepRange range)
{
    Table table({{"step", ""},
                 {"set", ""},
                 {"samples", ""},
                 {"quantized_loss", "nats"},
                 {"quantized_accuracy", "share"},
                 {"latent_loss", "nats"},
                 {"latent_accuracy", "share"},
                 {"float_loss", "nats"},
                 {"float_accuracy", "share"}});
    for (const auto& e : history.evaluations()) {
        if (!range.holds(e.step)) { continue; }
        table.row() << e.step << e.set << e.samples;
        for (const auto& score : {e.quantized, e.latent, e.floatStart}) {
            const run::Score s = score.value_or(run::Score{});
            table << s.loss << s.accuracy;
        }
    }
    return table;
}

Table marksTable(const History& history, StepRange range)
{
    Table table({{"step", ""}, {"kind", ""}, {"layer", ""}, {"what", ""}, {"from", ""}, {"to", ""}});
    for (const auto& m : history.marks()) {
        if (range.holds(m.step)) {
            table.row() << m.step << std::string(kindName(m.kind)) << m.layer << m.what << m.from << m.to;
        }
    }
    return table;
}

Table layersTable(const History& history, StepRange range)
{
    Table table({{"step", ""},
                 {"layer", ""},
                 {"bits", ""},
                 {"alpha", weightUnits},
                 {"sigma", weightUnits},
                 {"score", ""},
                 {"score_nonzero", ""},
                 {"zero_share", "share"},
                 {"mean_square_error", "weight units^2"},
                 {"quantization_error", "share"},
                 {"changed_share", "share"},
                 {"below", "weights"},
                 {"above", "weights"}});
    for (const auto& snapshot : history.snapshots()) {
        if (!range.holds(snapshot->step)) { continue; }
        for (std::size_t i = 0; i < snapshot->layers.size(); ++i) {
            const auto& l = snapshot->layers[i];
            const run::Levels levels = run::levelsOf(l);
            table.row() << snapshot->step << history.start().layers[i].name << l.bits << l.alpha << l.sigma << l.score
                        << l.scoreNonzero << l.zeroShare << l.meanSquareError << l.relativeError << l.changedShare
                        << std::int64_t(l.below) << std::int64_t(l.above);
        }
    }
    return table;
}

Table activationsTable(const History& history, StepRange range)
{
    Table table({{"step", ""},
                 {"activations", ""},
                 {"bits", ""},
                 {"alpha", "activation units"},
                 {"sigma", "activation units"}});
    for (const auto& snapshot : history.snapshots()) {
        if (!range.holds(snapshot->step)) { continue; }
        for (const auto& a : snapshot->activations) {
            table.row() << snapshot->step << a.name << a.bits << a.alpha << a.sigma;
        }
    }
    return table;
}

// Of the layers from `first` on, `count` of them.
Table histogramsTable(const History& history, StepRange range, std::size_t first = 0, std::size_t count = SIZE_MAX)
{
    Table table({{"step", ""},
                 {"layer", ""},
                 {"code", ""},
                 {"bin_from", weightUnits},
                 {"bin_to", weightUnits},
                 {"latent_weights", "weights"},
                 {"quantized_weights_of_code", "weights"}});
    const auto snapshot = history.latest() ? history.snapshotAt(std::min(range.to, history.latest()->step)) : nullptr;
    for (std::size_t i = first; snapshot && i < snapshot->layers.size() && i - first < count; ++i) {
        const auto& l = snapshot->layers[i];
        const run::Levels levels = run::levelsOf(l);
        for (std::size_t bin = 0; bin < l.histogram.size(); ++bin) {
            const auto cell = bin / std::size_t(l.binsPerCell);
            table.row() << snapshot->step << history.start().layers[i].name << levels.code(int(cell))
                        << levels.binEdge(int(bin), l.binsPerCell) << levels.binEdge(int(bin) + 1, l.binsPerCell)
                        << std::int64_t(l.histogram[bin]) << std::int64_t(l.counts[cell]);
        }
    }
    return table;
}

// The snapshots of a range, seen from one layer.
struct LayerSeries {
    std::vector<std::pair<std::int64_t, const run::LayerState*>> states; // step, state
};

LayerSeries seriesOf(const History& history, std::size_t layer, StepRange range)
{
    LayerSeries series;
    for (const auto& snapshot : history.snapshots()) {
        if (range.holds(snapshot->step) && layer < snapshot->layers.size()) {
            series.states.emplace_back(snapshot->step, &snapshot->layers[layer]);
        }
    }
    return series;
}

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

// What was drawn for each step: 0 dropped, 1 kept, between where masks are relaxed.
Table masksTable(const History& history, std::size_t layer, StepRange range)
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

// The tables of a run by name, each made when it is wanted.
using MakeTable = std::function<Table()>;
std::vector<std::pair<std::string, MakeTable>> allTables(const History& history, StepRange range)
{
    std::vector<std::pair<std::string, MakeTable>> all;
    all.emplace_back("steps", [&history, range] { return stepsTable(history, range); });
    all.emplace_back("evaluations", [&history, range] { return evaluationsTable(history, range); });
    all.emplace_back("marks", [&history, range] { return marksTable(history, range); });
    all.emplace_back("layers", [&history, range] { return layersTable(history, range); });
    all.emplace_back("activations", [&history, range] { return activationsTable(history, range); });
    all.emplace_back("histograms", [&history, range] { return histogramsTable(history, range); });
    for (std::size_t i = 0; i < history.start().layers.size(); ++i) {
        const std::string& name = history.start().layers[i].name;
        const auto series = [&history, range, i] { return seriesOf(history, i, range); };
        all.emplace_back("river-" + name, [series] { return riverTable(series()); });
        all.emplace_back("grid-points-" + name, [series] { return gridPointsTable(series()); });
        all.emplace_back("followed-weights-" + name, [series] { return followedTable(series()); });
        if (const int masks = history.start().layers[i].masks; masks > 0) {
            all.emplace_back("masks-" + name, [&history, range, i] { return masksTable(history, i, range); });
            all.emplace_back("keep-probabilities-" + name,
                             [series, masks] { return keepTable(series(), std::size_t(masks)); });
        }
    }
    return all;
}

} // namespace

std::vector<NamedTable> tablesOf(const History& history, StepRange range)
{
    std::vector<NamedTable> tables;
    for (const auto& [name, make] : allTables(history, range)) { tables.push_back({name, make()}); }
    return tables;
}

std::optional<Table> tableNamed(const History& history, std::string_view name, StepRange range)
{
    for (const auto& [known, make] : allTables(history, range)) {
        if (known == name) { return make(); }
    }
    for (std::size_t i = 0; i < history.start().layers.size(); ++i) {
        if (name == "histogram-" + history.start().layers[i].name) { return histogramsTable(history, range, i, 1); }
    }
    return std::nullopt;
}

std::vector<NamedText> numbersOf(const History& history, StepRange range)
{
    std::vector<NamedText> files{{"result.json", run::summaryJson(history, 2) + "\n"},
                                 {"config.json", run::configToJson(run::settingsAtStart(history)) + "\n"}};
    for (const auto& [name, table] : tablesOf(history, range)) { files.push_back({name + ".csv", table.csv()}); }
    return files;
}

std::string numbersJson(const History& history, StepRange range)
{
    const std::int64_t from = std::max(range.from, history.start().firstStep - 1);
    const std::int64_t to = std::min(range.to, history.lastStep());
    std::string text = "{\"program\": \"gridscope\", \"version\": \"" + std::string(run::programVersion())
                       + "\",\n\"run\": " + run::summaryJson(history)
                       + ",\n\"config\": " + run::configToJson(run::settingsAtStart(history), -1) + ",\n\"steps\": ["
                       + std::to_string(from) + ", " + std::to_string(to) + "],\n\"tables\": {";
    bool first = true;
    for (const auto& [name, table] : tablesOf(history, range)) {
        text += (first ? "\n" : ",\n") + jsonText(name) + ": " + table.json();
        first = false;
    }
    return text + "}}\n";
}

void writeNumbers(const History& history, const std::string& folder)
{
    makeFolder(folder);
    for (const auto& file : numbersOf(history)) { writeTextFile(folder + "/" + file.fileName, file.text); }
}

} // namespace gridscope
