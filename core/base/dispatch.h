// SPDX-License-Identifier: GPL-3.0-or-later
// Which instruction set our own kernels (core/kernels/) use on this processor. Here and not beside the kernels, so that
// `gridscope --version` can tell it without loading LibTorch.
// Errors : ConfigError when GRIDSCOPE_DISPATCH asks for what does not exist or what this processor cannot do.
#pragma once

#include <string>
#include <string_view>

namespace gridscope::run {

enum class Dispatch { Baseline, Avx2, Avx512 }; // Baseline: whatever every processor of the architecture has

std::string_view dispatchName(Dispatch level); // "baseline", "avx2", "avx512"
bool canRun(Dispatch level);                   // this processor and operating system
Dispatch dispatchNamed(std::string_view name); // ConfigError, also when the processor cannot run it
// The best that can run, or what the environment variable GRIDSCOPE_DISPATCH names. The same for the whole process.
Dispatch dispatch();

} // namespace gridscope::run
