// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/device.h"

#include "core/base/error.h"

#include <torch/cuda.h>

namespace gridscope::train {

torch::Device deviceNamed(const std::string& name)
{
    if (name == "cpu") { return torch::kCPU; }
    if (!torch::cuda::is_available()) {
        throw ConfigError("device is cuda, but LibTorch finds no CUDA device here (Debian's LibTorch is built without "
                          "CUDA); choose device cpu.");
    }
    return torch::kCUDA;
}

} // namespace gridscope::train
