// SPDX-License-Identifier: GPL-3.0-or-later
// Paths between the system, where they are bytes, and Qt, where they are text: a byte that is no UTF-8 becomes a lone surrogate
// (U+DC80 to U+DCFF, as Python does it) and that becomes the byte again, so that a file is opened by the name that it has.
#pragma once

#include <QString>

#include <string>

namespace gridscope::ui {

QString pathText(const std::string& bytes);
std::string pathBytes(const QString& text);

} // namespace gridscope::ui
