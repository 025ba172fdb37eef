// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/allocator.h"

#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace gridscope::app {

void tuneAllocator()
{
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 32 << 20); // glibc's maximum: blocks below it come from the heap and are reused
    mallopt(M_TRIM_THRESHOLD, -1);       // keep what was freed
    mallopt(M_TOP_PAD, 64 << 20);
    mallopt(M_ARENA_MAX, 1); // other arenas map blocks over 64 MiB whatever the threshold says
#endif
}

void preferPassiveWaiting() { setenv("OMP_WAIT_POLICY", "passive", 0); } // the user's own choice wins

// The run's own number comes later (core/train/threads.cpp), and is checked against the memory that there is.
void startWithOneBlasThread() { setenv("OPENBLAS_NUM_THREADS", "1", 0); }

} // namespace gridscope::app
