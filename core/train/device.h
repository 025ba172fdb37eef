// SPDX-License-Identifier: GPL-3.0-or-later
// Where products are computed.
#pragma once

#include <torch/types.h>

#include <string>

namespace gridscope::train {

// "cpu" or "cuda". ConfigError when this LibTorch or this machine has no such device.
torch::Device deviceNamed(const std::string& name);

} // namespace gridscope::train
