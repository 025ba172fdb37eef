// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a run as files that spreadsheets, pandas and R read: full precision, one header line, units in README.
#pragma once

#include "core/run/history.h"

#include <string>
#include <vector>

namespace gridscope {

struct NamedText {
    std::string fileName;
    std::string text;
};
// result.json, config.json, steps.csv, evaluations.csv, layers.csv (one row per snapshot and layer), histograms.csv (the
// last snapshot, one row per bin), marks.csv.
std::vector<NamedText> numbersOf(const run::History& history);
void writeNumbers(const run::History& history, const std::string& folder);

} // namespace gridscope
