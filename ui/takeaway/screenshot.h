// SPDX-License-Identifier: GPL-3.0-or-later
// For `gridscope --screenshot FILE --after STEPS`: pictures of the real program for the manual (packaging/screenshots).
#pragma once

#include "ui/window/main_window.h"

namespace gridscope::ui {

struct Screenshot {
    QString file;
    std::int64_t step = 0; // of a live run, once it is shown; of a recording, this step is shown
    QString panel = {};    // its title, or its key in the table of views; it fills the window
    QString keys = {};     // keys or names of commands, one after the other before the picture: "M slowMotion PgDown"
};

// Saves the picture, at the latest when the run has ended, and calls `done` with an empty text, or with a sentence why it
// could not.
void saveScreenshot(MainWindow& window, const Screenshot& picture, std::function<void(const QString&)> done);

} // namespace gridscope::ui
