// SPDX-License-Identifier: GPL-3.0-or-later
// Loss and accuracy of a network on a fixed set, in order, without gradients.
#pragma once

#include "core/data/batches.h"
#include "core/net/net.h"
#include "core/run/control.h"
#include "core/run/event.h"

namespace gridscope::train {

// Empty when the control says stop before it was through.
std::optional<run::Score> evaluate(net::Net& net, const data::Batches& set, net::Pass pass, run::Control& control);

} // namespace gridscope::train
