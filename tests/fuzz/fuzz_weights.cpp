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
        const auto tensors = data::parseWeights({data, size}, "a file", limit);
        const auto fit = data::fitWeights(
            {{"fc1_weight", {3, 8}}, {"fc1_bias", {3}}, {"fc2_weight", {2, 3}}, {"fc2_bias", {2}}}, tensors);
        require(fit.summary().find('\n') == std::string::npos, "a summary of several lines");
        for (const auto& tensor : tensors) {
            std::size_t bytes = run::sizeBytes(tensor.dtype);
            for (const auto n : tensor.shape) { bytes *= std::size_t(n); }
            require(bytes == tensor.bytes.size(), "a tensor's bytes do not fill its shape");
            const auto alone = data::fitWeights({{"conv1_weight", tensor.shape}, {"conv1_bias", {8}}}, {tensor});
            if (alone.found[0] != nullptr) { data::requireFinite(tensor, "a file"); }
        }
    } catch (const FileError& error) {
        fuzz::requireOneSentence(error.what());
    }
    return 0;
}
