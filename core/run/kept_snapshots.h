// SPDX-License-Identifier: GPL-3.0-or-later
// Snapshots in memory, at most `most` of them. Thinned by a fixed rule that looks at step numbers only, so that the same
// snapshots always leave the same ones: once there are more, the stride doubles until they fit, and of them stay the first,
// the last and those whose step is a multiple of the stride.
#pragma once

#include "core/run/event.h"

namespace gridscope::run {

class KeptSnapshots {
public:
    explicit KeptSnapshots(std::size_t most) : most_(most) {}
    void add(const SnapshotPtr& snapshot);
    const std::vector<SnapshotPtr>& all() const { return kept_; }
    bool holds(const SnapshotPtr& snapshot) const;  // one that was added
    std::int64_t stride() const { return stride_; } // steps

private:
    bool isOnStride(const Snapshot& snapshot) const { return snapshot.step % stride_ == 0; }
    void thin();

    std::size_t most_;
    std::vector<SnapshotPtr> kept_;
    std::int64_t stride_ = 1;
};

} // namespace gridscope::run
