// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of any format that Qt reads (PNG, JPEG, WebP, ...) for core/data/picture_folder.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace gridscope::app {

// FileError with the file and what is wrong with it.
void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes);

} // namespace gridscope::app
