// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the window's controls, made from the theme's roles and the text size; the one style sheet of the program.
#pragma once

#include "ui/look/theme.h"

#include <QFont>
#include <QString>

namespace gridscope::ui {

// `base` is the font at the chosen text size; larger and smaller texts are steps from it.
QString styleSheetFor(const Theme& theme, const QFont& base);

} // namespace gridscope::ui
