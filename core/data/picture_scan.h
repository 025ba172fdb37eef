// SPDX-License-Identifier: GPL-3.0-or-later
// Which of the files in class folders are pictures that a training will be able to read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gridscope::data {

// Of each file "" when it can be read, else why not, in a few words: "empty", "no picture", "its PNG ends too soon".
// `side` is that of picture_folder.h. Threads: as many as the machine has take part.
std::vector<std::string> whyNotPictures(const std::vector<std::string>& files, int side);

} // namespace gridscope::data
