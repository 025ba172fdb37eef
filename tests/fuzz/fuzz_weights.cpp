// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the readers of foreign weights (NPY, NPZ). Whatever the bytes are, there is a FileError of one
// sentence, or tensors whose bytes fill their shapes. Run: tests/fuzz/run
#include "core/data/weights_file.h"
#include "tests/fuzz/require.h"

using namespace gridscope;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t limit = std::size_t(1) << 24;
    try {
        for (const auto& tensor : data::parseWeights({data, size}, "a file", limit)) {
            std::size_t bytes = run::sizeBytes(tensor.dtype);
            for (const auto n : tensor.shape) { bytes *= std::size_t(n); }
            require(bytes == tensor.bytes.size(), "a tensor's bytes do not fill its shape");
            (void)data::fitWeights({{"conv1_weight", tensor.shape}, {"conv1_bias", {8}}}, {tensor});
        }
    } catch (const FileError& error) {
        fuzz::requireOneSentence(error.what());
    }
    return 0;
}
