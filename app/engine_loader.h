// SPDX-License-Identifier: GPL-3.0-or-later
// Loads the torch half when the first run asks for it: takes 1 to 3 seconds, so it happens in the worker.
// Errors : a job throws FileError when the engine cannot be loaded.
#pragma once

#include "core/run/engine.h"

namespace gridscope::app {

// The same functions as an Engine's; their jobs load it as their first act.
run::Engine lazyEngine();

} // namespace gridscope::app
