// SPDX-License-Identifier: GPL-3.0-or-later
// ReLU followed by 2x2 max-pooling as one autograd function: LibTorch's result bit for bit, forward and backward, at a
// tenth of the cost. Its own max-pooling is scalar and was 28 % of a LeNet-5 step (pytorch issues 28733 and 51393).
// Shapes : x [batch, channels, height, width] -> [batch, channels, height / 2, width / 2].
// Memory : saves one byte a window, not an int64 index and the ReLU's result.
#pragma once

#include <torch/types.h>

namespace gridscope::net {

torch::Tensor reluPool(const torch::Tensor& x);

} // namespace gridscope::net
