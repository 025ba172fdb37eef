// SPDX-License-Identifier: GPL-3.0-or-later
// The sign of each kind of mark: another shape for each, so that colour is never the only cue.
#pragma once

#include "core/run/event.h"

#include <QPainter>

namespace gridscope::ui {

void drawMarkSign(QPainter& painter, run::Mark::Kind kind, QPointF centre, double size);

} // namespace gridscope::ui
