// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of pictures in NumPy arrays: two bytes say how long the file of labels is, then come both files. There is
// a FileError of one sentence, or pictures that fill their shape, with a label each. Run: tests/fuzz/run
#include "core/base/error.h"
#include "core/data/npy.h"
#include "core/data/npy_pictures.h"
#include "tests/fuzz/require.h"

#include <algorithm>

using namespace gridscope;
using fuzz::require;

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
        fuzz::requireOneSentence(error.what());
    }
    return 0;
}
