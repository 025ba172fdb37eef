// SPDX-License-Identifier: GPL-3.0-or-later
// Small text files. Writing gives the whole file or leaves the old one as it was: into a neighbour first, then renamed.
// Errors : FileError with the path and the system's reason.
#pragma once

#include <string>
#include <string_view>

namespace gridscope {

void writeTextFile(const std::string& path, std::string_view text);
std::string readTextFile(const std::string& path, std::size_t limitBytes = 1 << 20);
void makeFolder(const std::string& path);          // and its parents; fine when it is there

} // namespace gridscope
