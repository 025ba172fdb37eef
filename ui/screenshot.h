// SPDX-License-Identifier: GPL-3.0-or-later
// For `gridscope --screenshot FILE --after STEPS`: pictures of the real program for the manual.
#pragma once

#include "ui/main_window.h"

namespace gridscope::ui {

// Once the window shows `step` (or the run has ended), saves a picture and calls `done` with an empty text, or with a
// sentence why it could not.
void saveScreenshotAt(MainWindow& window, std::int64_t step, const QString& file, std::function<void(const QString&)> done);

} // namespace gridscope::ui
