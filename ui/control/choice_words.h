// SPDX-License-Identifier: GPL-3.0-or-later
// The values of settings as people call them; files, commands and sentences of core have them as they are written there.
#pragma once

#include "core/config/field.h"

#include <QString>

namespace gridscope::ui {

QString choiceWord(const run::Field& field,
                   std::string_view choice); // "CPQ", "two spirals"; the choice itself where it has none
QString zeroWord(const run::Field& field);   // what a 0 means there: "all", "never"; empty: 0 is a number like others

} // namespace gridscope::ui
