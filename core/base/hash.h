// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprints of long data: XXH3 (64 bits), chained, so that one number stands for all that came so far, in its order.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gridscope::run {

// Never 0, which means "not known" elsewhere. A chain begins with `before` 0.
std::uint64_t chainedHash(std::uint64_t before, const void* bytes, std::size_t count);

} // namespace gridscope::run
