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

// Of a layer whose method stores other things than a code for each weight: the bits of its parts, told as Extra of this name.
inline constexpr const char* storageExtra = "storage";
bool tellsStorage(const Snapshot& snapshot, std::string_view layer);

// What all weights of a layer take when packed: what its method told, else its codes, which on a uniform grid take no less than
// its points need, such as a sign beside the bits of a magnitude.
double packedBits(const Start& start, const Snapshot& snapshot, std::size_t layer);
Size sizeOf(const Start& start, const Snapshot& snapshot);

} // namespace gridscope::run
