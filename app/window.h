// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the window, and takes pictures of it for the README.
#pragma once

#include "app/commands.h"

namespace gridscope::app {

struct WindowOptions {
    RunChoice choice;
    std::string open;                // RUN: begin with this recording
    std::string screenshot;          // file; empty: an ordinary window
    std::int64_t screenshotStep = 0; // take it once this step is shown; of a recording, show this step
    std::string panel;               // its title; fills the window
    std::string keys;                // pressed one after the other before the picture: "M S PgDown"
    int textPercent = 100;
    std::string size;     // "1600x1000"
    std::string theme;    // light, dark, contrast; empty: as the system
    std::string language; // en, de; empty: as it was chosen or as the system, in a picture English
    bool isProjected = false;
};
int showWindow(int argc, char** argv, const WindowOptions& options);

} // namespace gridscope::app
