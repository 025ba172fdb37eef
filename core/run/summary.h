// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of a run: the closing object of `gridscope train --json` (app/README.md, "The result object").
#pragma once

#include "core/run/history.h"

namespace gridscope::run {

struct Size {
    double meanBits = 0;           // over weights; 32 for full precision
    std::int64_t payloadBytes = 0; // quantized weights packed at their bits, each layer on whole bytes
    double compression = 1;        // against 32-bit weights
    double bitOperations = 0; // BOPs: sum over layers of multiplications * weight bits * input bits; NaN: not known
};
Size sizeOf(const Start& start, const Snapshot& snapshot);

std::string summaryJson(const History& history, int indent = -1);
// The same facts for people: a few lines and one per layer.
std::string summaryText(const History& history);

} // namespace gridscope::run
