// SPDX-License-Identifier: GPL-3.0-or-later
// Help: the list of keys, and what the program is and which licence it has.
#pragma once

#include "core/run/history.h"

#include <QString>

class QWidget;

namespace gridscope::ui {

QString keysHtml();
QString aboutHtml(const run::History& history); // names LibTorch once a run has told its version
void showHelp(QWidget* parent, const QString& title, const QString& html);

} // namespace gridscope::ui
