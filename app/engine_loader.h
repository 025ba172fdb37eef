// SPDX-License-Identifier: GPL-3.0-or-later
// Loads the torch half when the first run asks for it: takes 1 to 3 seconds, so it happens in the worker.
#pragma once

#include "core/run/engine.h"

namespace gridscope::app {

// Makes jobs whose first act is to load the engine. Errors: the job throws FileError with the reason.
std::function<run::Job(const run::RunConfig&)> lazyTrainingJobs();

} // namespace gridscope::app
