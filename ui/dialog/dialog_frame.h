// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialogs have in common: their buttons' words and their size in lines of text.
#pragma once

#include <QDialog>
#include <QDialogButtonBox>

namespace gridscope::ui {

// Words of the window's own language, which the toolkit has only where its translations are installed, and no pictures.
void wordButtons(QDialogButtonBox& buttons);
// At least so many lines of text wide and high, also when the text grows later, as far as the screen has room.
void keepRoom(QDialog& dialog, int linesWide, int linesHigh);

} // namespace gridscope::ui
