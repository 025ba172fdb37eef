// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the reader of a PNG's EXIF. Whatever the bytes are, a picture lies in one of the eight ways that there
// are. Run: tests/fuzz/run
// Links: app/exif.cpp
#include "app/exif.h"
#include "tests/fuzz/require.h"

using namespace gridscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const int orientation = app::orientationInPng({data, size});
    fuzz::require(orientation >= 1 && orientation <= 8, "the picture lies in no way that there is");
    return 0;
}
