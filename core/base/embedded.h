// SPDX-License-Identifier: GPL-3.0-or-later
// Files that the program carries inside itself. core/embed.cmake writes the .cpp; core/CMakeLists.txt names the files.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace gridscope::run {

struct EmbeddedFile {
    std::string_view name; // "presets/spirals.json", below resources/
    std::span<const std::uint8_t> bytes;
};
std::span<const EmbeddedFile> embeddedFiles(); // in the order of CMakeLists.txt

} // namespace gridscope::run
