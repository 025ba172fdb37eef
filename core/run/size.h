// SPDX-License-Identifier: GPL-3.0-or-later
// How large a network is, as its layers stand at a snapshot.
#pragma once

#include "core/run/event.h"

namespace gridscope::run {

struct Size {
    double meanBits = 0;           // over weights; 32 for full precision
    std::int64_t payloadBytes = 0; // quantized weights packed at their bits, each layer on whole bytes
    double compression = 1;        // against 32-bit weights
    double bitOperations = 0; // BOPs: sum over layers of multiplications * weight bits * input bits; NaN: not known
};
Size sizeOf(const Start& start, const Snapshot& snapshot);

} // namespace gridscope::run
