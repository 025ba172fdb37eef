// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of a run: the closing object of `gridscope train --json` (app/README.md, "The result object").
#pragma once

#include "core/run/history.h"
#include "core/run/size.h"

namespace gridscope::run {

std::string summaryJson(const History& history, int indent = -1);
// The same facts for people: a few lines and one per layer.
std::string summaryText(const History& history);

} // namespace gridscope::run
