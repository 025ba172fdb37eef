// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch's state dictionaries (.pt, .pth), in both of its formats: an archive (since 1.6), or pickles with the values behind
// them. PyTorch itself is never asked: its loaders run what a file says. TorchScript, which is a program, is refused.
// Types  : as run::DType has them, and bfloat16, which becomes float32. Tensors of other types are passed over.
// Errors : FileError with one sentence: what is not known here, no state dictionary, too large, damaged.
// Bounds : a tensor has at most as many values as its storage holds in the file, all of them at most `limitBytes`.
// Threads: pure functions.
#pragma once

#include "core/base/safetensors.h"

#include <functional>

namespace gridscope::data {

class ZipArchive;

bool isTorchArchive(const ZipArchive& archive);
bool isOldTorchFile(std::span<const std::uint8_t> bytes);

// The state dictionary's tensors, in its order, whatever their strides were row by row. A state dictionary within one, under
// "state_dict", "model_state_dict", "model", "net", "network", "weights", "params" or "module", is taken for it.
std::vector<run::Tensor> tensorsOfTorchArchive(const ZipArchive& archive, const std::string& fileName,
                                               std::size_t limitBytes);
std::vector<run::Tensor> tensorsOfOldTorchFile(std::span<const std::uint8_t> bytes, const std::string& fileName,
                                               std::size_t limitBytes);

// The same of data.pkl alone; `storageNamed` gives the bytes of a storage (which must stay) for its key.
using StorageNamed = std::function<std::span<const std::uint8_t>(const std::string& key)>;
std::vector<run::Tensor> tensorsOfPickle(std::span<const std::uint8_t> pickle, const std::string& fileName,
                                         std::size_t limitBytes, const StorageNamed& storageNamed);

} // namespace gridscope::data
