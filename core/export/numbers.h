// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers behind every view of a run as files that spreadsheets, pandas and R read: full precision, one header line
// with the unit of each column in brackets. NaN and what is not known are empty cells (CSV) or null (JSON).
#pragma once

#include "core/export/table.h"
#include "core/run/history.h"

#include <optional>
#include <string>
#include <vector>

namespace gridscope {

struct NamedText {
    std::string fileName;
    std::string text;
};
struct NamedTable {
    std::string name;
    Table table;
};

// Which part of a run: the visible range of steps, or all of it.
struct StepRange {
    std::int64_t from = std::numeric_limits<std::int64_t>::min(); // both included
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
    bool holds(std::int64_t step) const { return step >= from && step <= to; }
};

// steps, evaluations, marks; layers and activations (a row for each snapshot and layer); histograms (the last snapshot in
// the range, a row for each bin); where a method tells more also extras (a row for each value) and levels (a row for each point
// that is no multiple of a step size); and for each layer, with a row for each snapshot: river-LAYER (latent weights in each
// bin), grid-points-LAYER (quantized weights on each grid point), followed-weights-LAYER; where bits are dropped
// also masks-LAYER (a row for each step) and keep-probabilities-LAYER.
std::vector<NamedTable> tablesOf(const run::History& history, StepRange range = {});

// One of these by its name, or "histogram-LAYER", the rows of one layer; empty when this run has none of that name.
std::optional<Table> tableNamed(const run::History& history, std::string_view name, StepRange range = {});

// result.json, config.json and every table as NAME.csv.
std::vector<NamedText> numbersOf(const run::History& history, StepRange range = {});
// The same in one file: {"program", "version", "run": the result object, "config", "steps": [from, to], "tables": {NAME: ...}}.
std::string numbersJson(const run::History& history, StepRange range = {});
void writeNumbers(const run::History& history, const std::string& folder);

} // namespace gridscope
