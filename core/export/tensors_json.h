// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a checkpoint as JSON, for readers without safetensors: all that the network and its method are made of (bases and
// coordinates, bit planes, dual weights, step sizes), without what only training needs (moments, random numbers).
#pragma once

#include "core/base/safetensors.h"

#include <string>

namespace gridscope {

// {"name": {"dtype": "F32", "shape": [2, 3], "values": [row by row]}, ...}; what is no finite number is null.
std::string tensorsJson(const run::TensorFile& checkpoint);

} // namespace gridscope
