// SPDX-License-Identifier: GPL-3.0-or-later
// The run files that were opened or saved last, in the user's settings; newest first.
#pragma once

#include <QStringList>

namespace gridscope::ui {

QStringList recentFiles(); // only those that are still there
// These (when `remembers`), and the recordings in the folder, the newest first; the folder may be empty text.
QStringList knownRuns(const QString& folder, bool remembers);
void rememberRecentFile(const QString& path);

} // namespace gridscope::ui
