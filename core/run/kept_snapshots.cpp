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
    const auto ofStep =
        std::ranges::equal_range(kept_, snapshot->step, {}, [](const SnapshotPtr& s) { return s->step; });
    return std::ranges::find(ofStep, snapshot) != ofStep.end();
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
