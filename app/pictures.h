// SPDX-License-Identifier: GPL-3.0-or-later
// The views of a run as pictures, drawn by the window's own panels without a display.
#pragma once

#include "core/run/history.h"

#include <string>

namespace gridscope::app {

// histogram-LAYER.png and river-LAYER.png for every layer, loss.png, accuracy.png, bits.png. The folder exists.
void writePictures(const run::History& history, const std::string& folder);

} // namespace gridscope::app
