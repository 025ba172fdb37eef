// SPDX-License-Identifier: GPL-3.0-or-later
// Texts in rows that are more than texts: names and shapes.
#pragma once

#include "core/file/row.h"

namespace gridscope::run {

// They become names of files, words on the screen and in the terminal: no controls, no slashes, no dot in front.
bool isPlainName(const std::string& text);

// As shapeText() writes it, each size at least `least`.
std::vector<std::int64_t> shapeOf(RowReader& row, std::int64_t least);

} // namespace gridscope::run
