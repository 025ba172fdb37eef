// SPDX-License-Identifier: GPL-3.0-or-later
// NumPy's files: one array (.npy), or a zip of them by name (.npz).
// Source : numpy.lib.format versions 1 to 3.
// Types  : float64, float32, float16, all whole numbers, bool; of either byte order, row by row or column by column. uint16 and
//          int16 come as int32, uint32 and uint64 as int64. Object arrays, which are programs rather than data, are refused.
// Errors : FileError with the file, the byte and the reason. Every size is checked before memory is asked for.
// Threads: pure functions.
#pragma once

#include "core/base/safetensors.h"

namespace gridscope::data {

class ZipArchive;

// `name` becomes the tensor's; `fileName` is for the sentences.
run::Tensor parseNpy(std::span<const std::uint8_t> bytes, const std::string& name, const std::string& fileName);
// The arrays in the order of the archive. `limitBytes` bounds what all of them unpack to.
std::vector<run::Tensor> parseNpz(std::span<const std::uint8_t> bytes, const std::string& fileName,
                                  std::size_t limitBytes = run::mostTensorBytes);
std::vector<run::Tensor> arraysOf(const ZipArchive& archive, const std::string& fileName, std::size_t limitBytes);

} // namespace gridscope::data
