// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings a run had at one of its steps: what it started with and the marks of what was changed while it trained.
// Whoever tells a live setting (Field::live) asks here; the start alone tells how the run began, or how it was when it was
// last resumed.
#pragma once

#include "core/run/history.h"

namespace gridscope::run {

// Those that trained `step`; of the newest, with what is changed for the one to come, when that is empty. The run has started.
RunConfig settingsAt(const History& history, std::optional<std::int64_t> step = {});

} // namespace gridscope::run
