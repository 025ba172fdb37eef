// SPDX-License-Identifier: GPL-3.0-or-later
// Text that is not ours (names of files, what run files say) on its way into files, windows and JSON. The system's names are
// bytes: files are opened by those, and what is shown or written is made of them here, and nowhere else.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace gridscope::run {

// UTF-8, in which a byte that is none of it became U+FFFD; line breaks and tabs are blanks, other control characters (C0, DEL, C1)
// and U+FFFE, U+FFFF, which XML does not know, are left out.
std::string plainText(std::string_view bytes);
std::string fileNameText(const std::string& path); // plainText() of its last part

// The same within the formats that we write.
std::string xmlText(std::string_view bytes);      // also of SVG and HTML, between tags and in attributes
std::string markdownText(std::string_view bytes); // in a line, a heading or a cell of a table: no markup, no HTML
// A cell that a spreadsheet does not take for a formula: what begins with = + - @ and is no number gets an apostrophe in front,
// as spreadsheets themselves write such a text. (A tab or line break at the beginning has become a blank.)
std::string cellText(std::string_view bytes);

// Bytes of the well-formed UTF-8 character at the front, 0 when there is none. `text` is not empty.
std::size_t characterLength(std::string_view text);

} // namespace gridscope::run
