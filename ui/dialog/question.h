// SPDX-License-Identifier: GPL-3.0-or-later
// Asks before something begins that a file and not the user has chosen. Cancel is the default, and all of it is plain text.
#pragma once

#include "core/run/history.h"

#include <QString>

#include <functional>

class QMessageBox;
class QWidget;

namespace gridscope::ui {

// Shown at once over the window; deletes itself. `agreed` is called when the user presses `yes`.
QMessageBox* ask(QWidget* window, const QString& title, const QString& text, const QString& yes,
                 std::function<void()> agreed);

// What a training with these settings reads, how long it is, how large its file will be and, if the run that is shown is of
// the same network and data, how long it takes; a line each.
QString trainingFacts(const run::RunConfig& config, const run::History& shown);

} // namespace gridscope::ui
