// SPDX-License-Identifier: GPL-3.0-or-later
// Views of weights that are sums of sign vectors, group by group (method alq).
#pragma once

#include "ui/panel/panel.h"

#include <memory>

namespace gridscope::ui {

std::unique_ptr<Panel> makeCutPanel();
std::unique_ptr<Panel> makeGroupBitsPanel();
std::unique_ptr<Panel> makeSignGroupPanel();
std::unique_ptr<Panel> makeTradePanel();

} // namespace gridscope::ui
