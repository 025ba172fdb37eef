// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of any format that Qt reads (PNG, JPEG, WebP, ...) for core/data/picture_folder.h: turned as their EXIF says, what
// is transparent laid over white, of very long ones only the middle.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace gridscope::app {

// FileError with the file and what is wrong with it: no picture, cut off, more than 100 million pixels.
void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes);

} // namespace gridscope::app
