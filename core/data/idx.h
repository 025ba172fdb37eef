// SPDX-License-Identifier: GPL-3.0-or-later
// The IDX format of the MNIST family: big-endian magic (0, 0, type, dimensions), sizes, then the values.
// Plain or gzip, found by content. Sizes are checked against the bytes that are there before memory is taken.
// Errors : FileError with the file, the place and the number.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gridscope::data {

struct IdxArray {
    std::vector<std::int64_t> shape;  // 1 to 4 dimensions
    std::vector<std::uint8_t> values; // element type 0x08 (unsigned byte), the one the MNIST family uses
};

// `name` is only for messages. `limitBytes` bounds what a gzip stream may unpack to.
IdxArray parseIdx(std::span<const std::uint8_t> bytes, const std::string& name,
                  std::size_t limitBytes = std::size_t(1) << 30);
IdxArray readIdx(const std::string& path);

} // namespace gridscope::data
