// SPDX-License-Identifier: GPL-3.0-or-later
// What the views call the points of a grid and which colour they have. Where points are whole multiples of the step size their
// codes say it all; elsewhere they are called as in core/run/levels.h and coloured by how far they are from the middle one.
#pragma once

#include "core/run/levels.h"
#include "ui/look/theme.h"

#include <QFontMetricsF>

namespace gridscope::ui {

QString pointName(const run::Levels& levels, int i); // "−4"; "−2.5"; "0.125"
QString pointText(const run::Levels& levels, int i); // "code −4"; "point 0.125"
QString pointsTitle(const run::Levels& levels);      // of an axis of names: "code"; "point"
double widestName(const QFontMetricsF& metrics, const run::Levels& levels);
QColor pointColor(const Theme& theme, const run::Levels& levels, int i);
// What there is to a point on average, in weight units. Of free points two may lie close together in all the room of the others.
double usualCell(const run::Levels& levels);

} // namespace gridscope::ui
