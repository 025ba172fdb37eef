// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences of core name a setting by its key ("data_folder is empty"); the window names the field that the user sees.
#pragma once

#include <QString>

namespace gridscope::ui {

QString inFieldWords(const QString& sentence); // "Data folder" is empty
QString fieldLabel(const std::string& key);    // the key itself when there is no such field

} // namespace gridscope::ui
