// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/kept_snapshots.h"

#include <algorithm>

namespace gridscope::run {

void KeptSnapshots::add(const SnapshotPtr& snapshot)
{
    // The last one was kept only for being the last.
    if (kept_.size() > 1 && !isOnStride(*kept_.back())) { kept_.pop_back(); }
    kept_.push_back(snapshot);
    while (kept_.size() > most_ && stride_ < (std::int64_t(1) << 40)) {
        stride_ *= 2;
        thin();
    }
}

bool KeptSnapshots::holds(const SnapshotPtr& snapshot) const
{
    const auto isBefore = [](const SnapshotPtr& s, std::int64_t step) { return s->step < step; };
    auto at = std::lower_bound(kept_.begin(), kept_.end(), snapshot->step, isBefore);
    while (at != kept_.end() && (*at)->step == snapshot->step && *at != snapshot) { ++at; }
    return at != kept_.end() && *at == snapshot;
}

void KeptSnapshots::thin()
{
    std::vector<SnapshotPtr> kept;
    kept.reserve(most_);
    for (const SnapshotPtr& snapshot : kept_) {
        const bool isEdge = snapshot == kept_.front() || snapshot == kept_.back();
        if (isEdge || isOnStride(*snapshot)) { kept.push_back(snapshot); }
    }
    kept_ = std::move(kept);
}

} // namespace gridscope::run
