// SPDX-License-Identifier: GPL-3.0-or-later
// Help: what the program is and which licence it has. The list of keys is key_dialog.h.
#pragma once

#include "core/run/history.h"

#include <QString>

class QWidget;

namespace gridscope::ui {

QString aboutHtml(const run::History& history); // names LibTorch once a run has told its version
void showHelp(QWidget* parent, const QString& title, const QString& html);

} // namespace gridscope::ui
