// SPDX-License-Identifier: GPL-3.0-or-later
// From numbers to pixels, the same for every chart. A painter counts pixels in ints, so a number far outside the axis must not
// become a pixel as far outside the widget.
#pragma once

#include <QPointF>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gridscope::ui {

constexpr double farAway = 1e6; // pixels: out of sight on every screen, and lines there keep their direction

// Where `value` lies when `low` is at the pixel `from` and `high` at `to`; never more than `farAway` beyond them. NaN when it
// lies nowhere, which every chart shows as a gap: the value is not finite, or the axis has no extent.
inline double pixelBetween(double value, double low, double high, double from, double to)
{
    const double share = (value - low) / (high - low);
    const bool isSomewhere = std::isfinite(value) && std::isfinite(high - low) && !std::isnan(share) && high != low;
    if (!isSomewhere) { return std::numeric_limits<double>::quiet_NaN(); }
    const auto [least, most] = std::minmax(from, to);
    return std::clamp(from + share * (to - from), least - farAway, most + farAway);
}

inline bool isSomewhere(const QPointF& point) { return std::isfinite(point.x()) && std::isfinite(point.y()); }

} // namespace gridscope::ui
