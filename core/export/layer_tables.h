// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of one layer, a row for each snapshot or step (numbers.h).
#pragma once

#include "core/export/numbers.h"

namespace gridscope {

// The snapshots of a range, seen from one layer.
struct LayerSeries {
    std::vector<std::pair<std::int64_t, const run::LayerState*>> states; // step, state
};
LayerSeries seriesOf(const run::History& history, std::size_t layer, StepRange range);

Table riverTable(const LayerSeries& series);
Table gridPointsTable(const LayerSeries& series);
Table followedTable(const LayerSeries& series);
// What was drawn for each step: 0 dropped, 1 kept, between where masks are relaxed.
Table masksTable(const run::History& history, std::size_t layer, StepRange range);
Table keepTable(const LayerSeries& series, std::size_t masks);

} // namespace gridscope
