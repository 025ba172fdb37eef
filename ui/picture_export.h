// SPDX-License-Identifier: GPL-3.0-or-later
// Saves each visible view, and the whole window, as PNG (twice the screen's size) and SVG.
// Errors : FileError naming the file that could not be written.
#pragma once

#include "core/run/history.h"

#include <QString>

class QWidget;

namespace gridscope::ui {

class Workspace;

// "histogram-step-412.png" and so on; returns how many pictures there are.
int savePictures(QWidget& window, const Workspace& workspace, const run::History& history, const QString& folder);

} // namespace gridscope::ui
