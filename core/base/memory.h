// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the system would give that much memory now, under the limits of this process. Nothing of it is touched.
// Threads: any.
#pragma once

#include <cstddef>

namespace gridscope::run {

bool canTakeMemory(std::size_t bytes);

} // namespace gridscope::run
