// SPDX-License-Identifier: GPL-3.0-or-later
// Which command (ui/document/command.h) a button or slider gives, so that its tooltip can end in the key that does the same.
#pragma once

namespace gridscope::ui {

constexpr auto commandProperty = "command"; // the command's name; several with blanks between

} // namespace gridscope::ui
