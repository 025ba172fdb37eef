// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exif.h"

#include <algorithm>
#include <string_view>

namespace gridscope::app {

namespace {

using Bytes = std::span<const std::uint8_t>;

std::uint32_t numberAt(Bytes bytes, std::size_t at, std::size_t size, bool isLittle)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < size; ++i) { number = number << 8 | bytes[at + (isLittle ? size - 1 - i : i)]; }
    return number;
}

// TIFF: byte order, 42, where the first directory lies; there a count and entries of tag, type, count and value.
int orientationInTiff(Bytes tiff)
{
    constexpr std::size_t headerBytes = 8, entryBytes = 12;
    constexpr std::uint32_t orientation = 0x0112;
    if (tiff.size() < headerBytes || tiff[0] != tiff[1] || (tiff[0] != 'I' && tiff[0] != 'M')) { return 1; }
    const bool isLittle = tiff[0] == 'I';
    const std::size_t directory = numberAt(tiff, 4, 4, isLittle);
    if (directory > tiff.size() - 2) { return 1; }
    const std::size_t entries = numberAt(tiff, directory, 2, isLittle);
    for (std::size_t i = 0; i < entries && directory + 2 + (i + 1) * entryBytes <= tiff.size(); ++i) {
        const Bytes entry = tiff.subspan(directory + 2 + i * entryBytes, entryBytes);
        if (numberAt(entry, 0, 2, isLittle) != orientation) { continue; }
        const int value = int(numberAt(entry, 8, 2, isLittle));
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

} // namespace

int orientationInPng(Bytes png)
{
    constexpr std::size_t signatureBytes = 8, frameBytes = 12; // length, type, checksum
    for (std::size_t at = signatureBytes; at + frameBytes <= png.size();) {
        const std::size_t length = numberAt(png, at, 4, false);
        const std::string_view type(reinterpret_cast<const char*>(png.data()) + at + 4, 4);
        if (length > png.size() - at - frameBytes) { break; }
        if (type == "eXIf") { return orientationInTiff(png.subspan(at + 8, length)); }
        at += frameBytes + length;
    }
    return 1;
}

} // namespace gridscope::app
