// SPDX-License-Identifier: GPL-3.0-or-later
// A layer's histogram at the size of a word, for lists: bars in grid point colours, a tick under every grid point.
#pragma once

#include "core/run/event.h"
#include "ui/look/theme.h"

#include <QPainter>

namespace gridscope::ui {

// `inForce`: the weights are on this grid; otherwise the bars stay neutral.
void paintMiniHistogram(QPainter& painter, const QRectF& rect, const run::LayerState& state, bool inForce);

} // namespace gridscope::ui
