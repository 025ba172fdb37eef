// SPDX-License-Identifier: GPL-3.0-or-later
// A finalised network as a TorchScript archive that `torch.jit.load` opens, in Python or C++.
// Shapes : forward(pictures uint8 or float [N, channels, height, width]) -> logits float32 [N, classes]; standardises inside.
//          The archive's buffers are the integer codes (int8) and a step size for each layer.
#pragma once

#include "core/export/finalised_net.h"

namespace gridscope::train {

std::vector<std::uint8_t> torchScript(const FinalisedNet& net);

} // namespace gridscope::train
