// SPDX-License-Identifier: GPL-3.0-or-later
// A finalised network for microcontroller classes: `weights.h` with packed integer codes, step sizes, biases and shapes,
// and `classify.c`, which classifies pictures with it: C99, no library but the standard one, no memory from the heap.
// Errors : FileError when the weights are float: there are no codes then.
#pragma once

#include "core/export/finalised_net.h"

namespace gridscope {

std::string weightsHeader(const FinalisedNet& net);
std::string classifyExample(const FinalisedNet& net);

} // namespace gridscope
