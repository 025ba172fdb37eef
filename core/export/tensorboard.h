// SPDX-License-Identifier: GPL-3.0-or-later
// A run as a TensorBoard event file: losses, accuracies and each layer's numbers as scalars, weights as histograms.
// Source : TFRecord framing (length, masked CRC-32C of it, data, masked CRC-32C of them) around tensorflow.Event messages.
// Times  : wall_time is when the run began plus its seconds of training, so that the same run always gives the same bytes.
// Histograms: in weight units, from the bins that were recorded; sums of values are those of bin centres.
#pragma once

#include "core/run/history.h"

namespace gridscope {

inline constexpr const char* tensorboardFileName =
    "events.out.tfevents.0000000000.gridscope";                                 // it looks for "tfevents"
std::string tensorboardEvents(const run::History& history, double begunAt = 0); // seconds since 1970

} // namespace gridscope
