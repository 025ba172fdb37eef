// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of pictures, one folder for each class: FOLDER/train/CLASS/picture.png and FOLDER/val/CLASS/picture.png (or
// validation, or test), or FOLDER/CLASS/picture.png, of which a tenth tests. Pictures may lie in folders of a class, too. They
// stay files until a batch needs them, since 1.28 million pictures of ImageNet do not fit in memory. What is no picture, by
// its first bytes, is passed over and told; so is what cannot be decoded, which a set of at most 128 MB is tried for as a
// whole, and a larger one where a file lacks its end.
// Errors : FileError with the folder or file and what is wrong with it: a class without pictures, or in one split only.
#pragma once

#include "core/data/dataset.h"

#include <functional>
#include <span>

namespace gridscope::data {

Dataset loadPictureFolder(const run::RunConfig& config);

// Decoding is somebody else's (the program's main gives Qt's, so that core stays free of it). Fills [3, side, side], plane
// by plane, with the middle of the picture: its shorter side is brought to side * 8 / 7, as is usual for ImageNet.
// Called on several threads at once.
using DecodePicture = std::function<void(const std::string& path, int side, std::span<std::uint8_t> planes)>;
void setPictureDecoder(DecodePicture decode); // before any run starts
bool canDecodePictures();                     // whether one was set
void decodePicture(const std::string& path, int side, std::span<std::uint8_t> planes);

} // namespace gridscope::data
