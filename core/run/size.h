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
// What a code of the layer takes when packed: on a uniform grid no less than its points need, such as a sign beside the bits of
// a magnitude.
double packedBits(const LayerState& state);
Size sizeOf(const Start& start, const Snapshot& snapshot);

} // namespace gridscope::run
