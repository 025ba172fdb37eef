// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/multi_bit_prune.h"

#include <algorithm>
#include <functional>

namespace gridscope::quantize {

std::vector<PoolEntry> poolOf(const std::vector<std::vector<Candidate>>& ofLayers)
{
    std::vector<PoolEntry> pool;
    for (std::size_t layer = 0; layer < ofLayers.size(); ++layer) {
        for (const Candidate& candidate : ofLayers[layer]) { pool.push_back({layer, candidate}); }
    }
    std::ranges::stable_sort(pool, std::less<>(), [](const PoolEntry& entry) { return entry.candidate.change; });
    return pool;
}

std::size_t cutOf(std::size_t pool, double share) { return std::min(pool, std::size_t(double(pool) * share)); }

std::size_t pooledCount(std::int64_t live, double topShare, double draw)
{
    const double wanted = double(live) * topShare;
    const auto whole = std::size_t(wanted);
    return std::min(std::size_t(live), draw < wanted - double(whole) ? whole + 1 : whole);
}

} // namespace gridscope::quantize
