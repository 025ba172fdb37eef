// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/version.h"

namespace gridscope::run {

std::string_view programVersion() { return GRIDSCOPE_VERSION; }

} // namespace gridscope::run
