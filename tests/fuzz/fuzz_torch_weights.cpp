// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of PyTorch's pickles, without the archive around them, whose checksums would stop most of what is tried.
// Whatever the bytes are, there is a FileError of one sentence, or tensors whose bytes fill their shapes and which are not
// more than their storages hold. Run: tests/fuzz/run
#include "core/data/torch_weights.h"
#include "tests/fuzz/require.h"

#include <array>

using namespace gridscope;
using fuzz::require;

namespace {

void requireWhole(const run::Tensor& tensor)
{
    std::size_t bytes = run::sizeBytes(tensor.dtype);
    for (const auto n : tensor.shape) { bytes *= std::size_t(n); }
    require(bytes == tensor.bytes.size(), "a tensor's bytes do not fill its shape");
}

template <typename Read>
void requireTensorsOrOneSentence(Read read)
{
    try {
        for (const auto& tensor : read()) { requireWhole(tensor); }
    } catch (const FileError& error) {
        fuzz::requireOneSentence(error.what());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t limit = std::size_t(1) << 24;
    static const std::array<std::uint8_t, 256> values{};
    const std::span<const std::uint8_t> bytes(data, size);
    requireTensorsOrOneSentence([&] {
        auto tensors = data::tensorsOfPickle(bytes, "a file", limit, [](const std::string& key) {
            return std::span(values).first(key.size() % 2 == 0 ? 0 : values.size());
        });
        for (const auto& tensor : tensors) { require(tensor.bytes.size() <= 2 * values.size(), "more than there is"); }
        return tensors;
    });
    requireTensorsOrOneSentence([&] { return data::tensorsOfOldTorchFile(bytes, "a file", limit); });
    return 0;
}
