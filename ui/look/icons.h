// SPDX-License-Identifier: GPL-3.0-or-later
// The few icons of the window, drawn here: they take the theme's text colour and stay sharp at any size.
#pragma once

#include <QIcon>

namespace gridscope::ui {

enum class Icon { Play, Pause, Step, Reset, Maximise, Restore, Close, Warning, Note, Settings, Back, Loop, Bookmark };

QIcon icon(Icon what, const QColor& color);

} // namespace gridscope::ui
