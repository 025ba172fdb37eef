// SPDX-License-Identifier: GPL-3.0-or-later
// The run files that were opened or saved last, in the user's settings; newest first.
#pragma once

#include <QStringList>

namespace gridscope::ui {

QStringList recentFiles(); // only those that are still there
void rememberRecentFile(const QString& path);

} // namespace gridscope::ui
