// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings a run had at one of its steps: what it started with and the marks of what was changed while it trained.
// Whoever tells a live setting (Field::live) asks here; the start alone tells how the run began, or how it was when it was
// last resumed.
#pragma once

#include "core/run/history.h"

namespace gridscope::run {

// Those that trained `step`; of the newest, with what is changed for the one to come, when that is empty.
RunConfig settingsAt(const Start& start, std::span<const Mark> marks, std::optional<std::int64_t> step = {});
// Those that the run began with, before anything was changed: they make it again.
RunConfig settingsAtStart(const Start& start, std::span<const Mark> marks);

// The same of a history that has started.
RunConfig settingsAt(const History& history, std::optional<std::int64_t> step = {});
RunConfig settingsAtStart(const History& history);

} // namespace gridscope::run
