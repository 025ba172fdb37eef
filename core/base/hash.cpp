// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include <xxhash.h>

#include <algorithm>

namespace gridscope::run {

std::uint64_t chainedHash(std::uint64_t before, const void* bytes, std::size_t count)
{
    return std::max<std::uint64_t>(1, XXH3_64bits_withSeed(bytes, count, before));
}

} // namespace gridscope::run
