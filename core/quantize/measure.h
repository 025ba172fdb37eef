// SPDX-License-Identifier: GPL-3.0-or-later
// What a snapshot says of one weight tensor, in one pass over its values. No torch: plain spans in, plain numbers out.
// Source : cpq.md section 9; cells as in core/run/levels.h.
#pragma once

#include "core/kernels/grid.h"
#include "core/run/event.h"

#include <cstdint>
#include <span>
#include <vector>

namespace gridscope::quantize {

// Fills histogram, counts, scores, shares and errors of `state`; bits, alpha, sigma and `followed` are the caller's.
// codes : the grid point of every weight at the last snapshot, or empty; holds this snapshot's afterwards.
void measure(std::span<const float> weights, double alpha, const Grid& grid, int binsPerCell,
             std::vector<std::int8_t>& codes, run::LayerState& state);

// The same over the levels that `state` tells already (alpha, low, high, offset, free), however they lie: a loop for each weight.
// Of the codes there is a byte for each weight, two where there are more than 256 points.
void measureOnLevels(std::span<const float> weights, int binsPerCell, std::vector<std::int8_t>& codes,
                     run::LayerState& state);

// The largest power of two not above `wanted` with which the whole histogram stays within 1,024 bins.
int binsPerCellFor(const Grid& grid, int wanted);

} // namespace gridscope::quantize
