// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a layer's grid can be drawn and reckoned with. A run that explodes passes through step sizes that are infinite or no
// numbers at all, its file keeps them as they were, and no weight lies anywhere on such a grid: views and exports leave a gap.
#pragma once

#include "core/run/event.h"

#include <algorithm>
#include <cmath>

namespace gridscope::run {

// So far from the ends of a double that differences and quotients of values on an axis stay finite.
inline constexpr double largestDrawn = 1e300;
inline constexpr double smallestStepSize = 1e-300;

inline bool hasGrid(const LayerState& state)
{
    const double cells = std::max(std::abs(double(state.low)), std::abs(double(state.high))) + 1;
    return state.alpha >= smallestStepSize && state.alpha * cells <= largestDrawn;
}

// Where it lies on such a grid can be said.
inline bool isDrawable(double value) { return std::abs(value) <= largestDrawn; }

} // namespace gridscope::run
