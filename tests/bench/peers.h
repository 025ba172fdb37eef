// SPDX-License-Identifier: GPL-3.0-or-later
// What Gridscope is compared with: LibTorch's own operators, put together as anyone would.
#pragma once

#include <torch/types.h>

namespace gridscope::bench {

// CPQ's definition over all K grid points in tensor operations (float32): values on the grid, the multi-class
// straight-through gradient. x [N]; alpha, sigma [].
torch::Tensor denseCpq(const torch::Tensor& x, const torch::Tensor& alpha, const torch::Tensor& sigma, int low,
                       int high);
// Relaxed Quantization (Louizos et al., ICLR 2019): a Gumbel-softmax sample over the grid at temperature 1.
torch::Tensor denseRq(const torch::Tensor& x, const torch::Tensor& alpha, const torch::Tensor& sigma, int low,
                      int high);

// 32C5-MP2-64C5-MP2-512FC-10 by stock operators. weights: four, biases: four.
torch::Tensor stockLeNet(const torch::Tensor& x, const std::vector<torch::Tensor>& weights,
                         const std::vector<torch::Tensor>& biases);

} // namespace gridscope::bench
