// SPDX-License-Identifier: GPL-3.0-or-later
// The positions of the pace slider: a logarithmic row of round numbers from one step in two seconds to "as fast as it
// goes". Units: steps per second; 0 = no limit.
#pragma once

#include <QString>

namespace gridscope::ui {

int paceCount();
double paceAt(int position); // 0 at the last position
int nearestPacePosition(double stepsPerSecond);
QString paceText(double stepsPerSecond);           // "40 steps/s", "max"
QString behindText(double asked, double measured); // "asked 1,000, got 310 steps/s"
QString speedNumber(double stepsPerSecond);        // "0.5", "38", "1,000"

} // namespace gridscope::ui
