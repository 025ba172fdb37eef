// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of pictures in NumPy arrays: two bytes say how long the file of labels is, then come both files. There is
// a FileError of one sentence, or pictures that fill their shape, with a label each. Run: tests/fuzz/run
#include "core/data/npy.h"
#include "core/data/npy_pictures.h"
#include "core/run/error.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace gridscope;

namespace {

void require(bool holds, const char* what)
{
    if (holds) { return; }
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) { return 0; }
    const std::span<const std::uint8_t> files(data + 2, size - 2);
    const std::size_t length = std::min<std::size_t>(std::size_t(data[0]) + 256 * std::size_t(data[1]), files.size());
    try {
        const auto labels = data::parseNpy(files.first(length), "labels.npy", "labels.npy");
        const auto part = data::picturesOf(data::parseNpy(files.subspan(length), "images.npy", "images.npy"), labels);
        const auto pixels = std::size_t(part.channels) * std::size_t(part.height) * std::size_t(part.width);
        require(part.samples.count() > 0, "there are no pictures");
        require(part.samples.bytes.size() == pixels * std::size_t(part.samples.count()),
                "pictures do not fill their shape");
    } catch (const FileError& error) {
        const std::string text = error.what();
        require(text.ends_with('.') && text.find('\n') == std::string::npos, error.what());
    }
    return 0;
}
