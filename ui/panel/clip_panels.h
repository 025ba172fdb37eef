// SPDX-License-Identifier: GPL-3.0-or-later
// Views of a search for clips (method lapq) that are one picture.
#pragma once

#include "ui/panel/panel.h"

#include <memory>

namespace gridscope::ui {

std::unique_ptr<Panel> makePairsPanel();
std::unique_ptr<Panel> makePowersPanel();
std::unique_ptr<Panel> makeSurfacePanel();

} // namespace gridscope::ui
