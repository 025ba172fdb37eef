// SPDX-License-Identifier: GPL-3.0-or-later
// How a picture is to be turned, as its EXIF says: Qt looks there in JPEG, but (as of 6.4) not in PNG.
// Source : CIPA DC-008 (EXIF 2.32), tag 0x0112; PNG extensions 1.5, chunk eXIf.
#pragma once

#include <cstdint>
#include <span>

namespace gridscope::app {

// 1 (as it lies) to 8; 1 when there is no orientation or no whole one.
int orientationInPng(std::span<const std::uint8_t> png);

} // namespace gridscope::app
