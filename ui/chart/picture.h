// SPDX-License-Identifier: GPL-3.0-or-later
// A widget as a file, for slides and papers: PNG at twice the size, SVG or PDF as vectors.
#pragma once

#include <QWidget>

namespace gridscope::ui {

// The suffix decides (.png, .svg, .pdf). False when it is none of these or the file cannot be written.
bool savePicture(QWidget& view, const QString& path);

} // namespace gridscope::ui
