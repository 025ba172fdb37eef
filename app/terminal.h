// SPDX-License-Identifier: GPL-3.0-or-later
// What goes to standard output and standard error. Names in run files and of pictures are strangers': a control sequence in one
// could rename the terminal, hide what stands before it, or answer for the user. So everything passes through here.
// Threads: any; a call is one write.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::app {

void print(std::string_view text);        // to standard output; DiskError when it does not take it
void say(std::string_view line);          // to standard error, with a line break
void complain(std::string_view sentence); // the same after "gridscope: "
void drawOver(std::string_view line);     // to the terminal's current line, in place of what stands there
void clearLine();                         // nothing stands there
// Lines of their own, in place of the `before` lines that the last call drew; each is cut to the terminal's width. Gives their number.
std::size_t drawLines(const std::vector<std::string>& lines, std::size_t before);

} // namespace gridscope::app
