// SPDX-License-Identifier: GPL-3.0-or-later
// Thread counts of LibTorch and of the BLAS library, set and asked in one place: `at::set_num_threads` does not reach
// OpenBLAS, and results differ in their last bits between thread counts, so a run records both.
#pragma once

#include "core/run/event.h"

namespace gridscope::train {

// Sets both for the calling thread's work; 0 = cores - 1, at least 1. Call inside the worker, before its first tensor.
run::Environment setThreads(int threads);

} // namespace gridscope::train
