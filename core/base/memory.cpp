// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"

#include <sys/mman.h>

namespace gridscope::run {

bool canTakeMemory(std::size_t bytes)
{
    void* there = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (there == MAP_FAILED) { return false; }
    munmap(there, bytes);
    return true;
}

} // namespace gridscope::run
