// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/numbers.h"

#include "core/base/text_file.h"
#include "core/base/version.h"
#include "core/base/wording.h"
#include "core/export/layer_tables.h"
#include "core/export/summary.h"
#include "core/run/levels.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"

#include <algorithm>
#include <cstdint>
#include <functional>

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

// What methods tell beside: a row for each value, its index counting row by row through the shape.
Table extrasTable(const History& history, StepRange range)
{
    Table table({{"step", ""}, {"name", ""}, {"layer", ""}, {"unit", ""}, {"shape", ""}, {"index", ""}, {"value", ""}});
    for (const auto& snapshot : history.snapshots()) {
        if (!range.holds(snapshot->step)) { continue; }
        for (const run::Extra& extra : snapshot->extras) {
            const std::string shape = run::shapeText(extra.shape);
            for (std::size_t i = 0; i < extra.values.size(); ++i) {
                table.row() << snapshot->step << extra.name << extra.layer << extra.unit << shape << std::int64_t(i)
                            << double(extra.values[i]);
            }
        }
    }
    return table;
}

// Of the layers whose points are no multiples of one step size, a row for each point.
Table levelsTable(const History& history, StepRange range)
{
    Table table({{"step", ""},
                 {"layer", ""},
                 {"code", ""},
                 {"point", weightUnits},
                 {"group", ""},
                 {"quantized_weights", "weights"}});
    for (const auto& snapshot : history.snapshots()) {
        if (!range.holds(snapshot->step)) { continue; }
        for (std::size_t layer = 0; layer < snapshot->layers.size(); ++layer) {
            const run::LayerState& state = snapshot->layers[layer];
            if (!state.free) { continue; }
            const run::Levels levels = run::levelsOf(state);
            for (int i = 0; i < levels.size(); ++i) {
                table.row() << snapshot->step << history.start().layers[layer].name << levels.code(i) << levels.point(i)
                            << levels.group(i);
                if (std::size_t(i) < state.counts.size()) { table << std::int64_t(state.counts[std::size_t(i)]); }
            }
        }
    }
    return table;
}

template <typename Has>
bool anySnapshot(const History& history, StepRange range, Has has)
{
    return std::ranges::any_of(history.snapshots(), [&](const run::SnapshotPtr& snapshot) {
        return range.holds(snapshot->step) && has(*snapshot);
    });
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
    if (anySnapshot(history, range, [](const run::Snapshot& s) { return !s.extras.empty(); })) {
        all.emplace_back("extras", [&history, range] { return extrasTable(history, range); });
    }
    const auto hasFree = [](const run::Snapshot& s) {
        return std::ranges::any_of(s.layers, [](const run::LayerState& l) { return l.free != nullptr; });
    };
    if (anySnapshot(history, range, hasFree)) {
        all.emplace_back("levels", [&history, range] { return levelsTable(history, range); });
    }
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
