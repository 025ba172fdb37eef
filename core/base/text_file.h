// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in and out. Writing gives the whole file or leaves the old one as it was: into a neighbour first, which
// is brought to the disk and then renamed. It keeps the rights of the file that it replaces. A link in its place is replaced, too:
// it may be a stranger's, so nothing is ever written through one, and what it points at stays as it was.
// Errors : FileError with the path and the system's reason; DiskError when it is that the disk is full or broken.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope {

void writeTextFile(const std::string& path, std::string_view text);
void writeBytesFile(const std::string& path, std::span<const std::uint8_t> bytes);
std::string readTextFile(const std::string& path, std::size_t limitBytes = 1 << 20);
// Regular files only: a pipe or a device may keep us waiting for ever.
std::vector<std::uint8_t> readBytesFile(const std::string& path, std::size_t limitBytes);
void makeFolder(const std::string& path); // and its parents; fine when it is there

} // namespace gridscope
