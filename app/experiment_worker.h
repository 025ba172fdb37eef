// SPDX-License-Identifier: GPL-3.0-or-later
// One of the programs that train the arms of an experiment side by side (`--jobs`), each with thread pools of its own. Lines come on
// standard input, a JSON object for each arm; what it answers on standard output begins with "@":
//   @step N         at most ten times a second
//   @done           it has ended, well or not, and its file says how
//   @left           it was stopped, or somebody else is at it
//   @failed TEXT    it could not begin
//   @wrong TEXT     nothing can go on in this folder; @disk TEXT: nor on this disk
#pragma once

#include "core/experiment/arms.h"

#include <cstdint>
#include <string>

namespace gridscope::app {

std::string armLine(const experiment::Arm& arm);
// Ends with its input, or after its current step when it is told to stop or `parent`, the process that started it, has died.
int experimentWorker(const std::string& folder, std::int64_t parent);

} // namespace gridscope::app
