// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does when it opens, and what it remembers from one launch to the next (QSettings).
#pragma once

#include "core/config/config.h"
#include "ui/document/recordings.h"

#include <QCoreApplication>
#include <QSettings>

namespace gridscope::ui {

struct LaunchOptions {
    run::RunConfig config;
    bool autoPlay = false;                                     // else the run is prepared and waits: "Press Play"
    double pace = 0;                                           // steps per second; 0 = as fast as it goes
    Recordings recordings;                                     // where runs are recorded; nowhere without a folder
    QString open;                                              // a run file to begin with instead of a run
    QString program = QCoreApplication::applicationFilePath(); // what experiments run
    QStringList experimentArguments;                           // more settings for them (tests)
    bool remembers = true; // false: reads and writes no settings of the user (tests, screenshots)
};

// The preset fashion-quick; plays by itself on the first launch only, and never with reduced motion.
LaunchOptions usualLaunch();
bool wantsReducedMotion(); // the user's setting, or the desktop's (no widget animations)
void rememberReducedMotion(bool isReduced);

} // namespace gridscope::ui
