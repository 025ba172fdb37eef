// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of samples a data set has, as far as its name in the config says.
#pragma once

#include "core/config/config.h"

namespace gridscope::run {

// Pictures of bytes, standardised with one mean and one deviation. Else points or rows of numbers, which enter the network as
// they are (points) or standardised column by column when they are read (rows).
inline bool hasPictures(std::string_view data) { return !isToy(data) && data != "csv"; }

} // namespace gridscope::run
