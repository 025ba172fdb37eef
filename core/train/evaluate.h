// SPDX-License-Identifier: GPL-3.0-or-later
// Loss and accuracy of a network on a fixed set, in order, without gradients; batch normalisation takes its averages.
#pragma once

#include "core/data/batches.h"
#include "core/net/net.h"
#include "core/run/control.h"
#include "core/run/event.h"

namespace gridscope::train {

// Empty when there are no samples, and when the control says stop before it was through.
std::optional<run::Score> evaluate(net::Net& net, const data::Batches& set, net::Pass pass, run::Control& control);

// Measures batch normalisation anew: mean and variance over the first `batches` of the training data in order, as this pass
// sees them. Source: Louizos et al., ICLR 2019, section 4, re-estimate them before evaluating a quantized network.
void estimateStatistics(net::Net& net, const data::Batches& training, net::Pass pass, int batches, int batchSize,
                        run::Control& control);

} // namespace gridscope::train
