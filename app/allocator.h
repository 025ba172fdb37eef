// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch's CPU allocator is plain malloc. glibc's defaults map and unmap big blocks and trim the heap at every training
// step; the page faults alone made a step 2.4 to 2.8 times slower.
#pragma once

namespace gridscope::app {

// Once, first thing in main. Does nothing where the C library is not glibc.
void tuneAllocator();
// Waiting OpenMP threads sleep instead of spinning, so that the window keeps its core. Read when LibTorch is loaded.
void preferPassiveWaiting();
// OpenBLAS begins with a thread for every core, each with 128 MiB, when it is loaded.
void startWithOneBlasThread();

} // namespace gridscope::app
