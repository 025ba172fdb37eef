// SPDX-License-Identifier: GPL-3.0-or-later
// A finalised network as an ONNX model (opset 13) that onnxruntime and its like run with the same predictions.
// Graph  : input "pictures" uint8 [N, channels, height, width] (or "points" float), standardised inside; output "logits"
//          float [N, classes].
//          Weights are INT8 codes, clipped to their grid (so that each layer's bits are in the graph) and multiplied with
//          their step size by DequantizeLinear; INT4 would need opset 21, and INT2 gives wrong numbers in today's runtimes.
// Ties   : QuantizeLinear rounds halves to even, this program rounds them up. So activations are rounded by
//          Floor(x / alpha + 1/2) first, and QuantizeLinear with scale 1 then only sees whole numbers.
#pragma once

#include "core/export/finalised_net.h"

namespace gridscope {

std::string onnxModel(const FinalisedNet& net);

} // namespace gridscope
