// SPDX-License-Identifier: GPL-3.0-or-later
// Between torch tensors and tensors in a file, by name.
// Errors : FileError when a name is missing or a shape differs.
#pragma once

#include "core/base/safetensors.h"

#include <torch/types.h>

namespace gridscope::train {

run::Tensor toFile(const std::string& name, const torch::Tensor& tensor);
void fromFile(const run::TensorFile& file, const std::string& name, torch::Tensor& tensor); // copies into it
torch::Tensor toTorch(const run::Tensor& stored);                                           // of float32 or float64
const run::Tensor& needed(const run::TensorFile& file, const std::string& name);

} // namespace gridscope::train
