// SPDX-License-Identifier: GPL-3.0-or-later
// The torch half as seen from here: what the shared library gridscope_core gives away through its one factory function.
// It is loaded on demand, in the worker, so that the window stands before LibTorch's 200 libraries come in.
#pragma once

#include "core/run/worker.h"

namespace gridscope::run {

struct Engine {
    std::function<Job(const RunConfig&)> trainingJob;    // ConfigError, FileError, NumericsError from the job itself
};
// extern "C" Engine* gridscope_makeEngine(); the caller owns the result.
using MakeEngine = Engine*();
inline constexpr const char* makeEngineName = "gridscope_makeEngine";

} // namespace gridscope::run
