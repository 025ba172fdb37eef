// SPDX-License-Identifier: GPL-3.0-or-later
// The version of this program, as CMake knows it.
#pragma once

#include <string_view>

namespace gridscope::run {

std::string_view programVersion(); // "0.1.0"

} // namespace gridscope::run
