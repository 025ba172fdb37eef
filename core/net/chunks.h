// SPDX-License-Identifier: GPL-3.0-or-later
// Loops over a tensor's values on LibTorch's threads.
#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>

namespace gridscope::net {

constexpr std::int64_t chunkValues = 32768; // fixed, so that sums are added in the same order with any thread count

constexpr std::int64_t chunksOf(std::int64_t values) { return (values + chunkValues - 1) / chunkValues; }

// Calls work(chunk, first value, number of values) for every chunk.
template <typename Work>
void forChunks(std::int64_t values, Work work)
{
    at::parallel_for(0, chunksOf(values), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t c = begin; c < end; ++c) {
            work(std::size_t(c), std::size_t(c * chunkValues),
                 std::size_t(std::min(chunkValues, values - c * chunkValues)));
        }
    });
}

} // namespace gridscope::net
