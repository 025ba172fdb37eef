// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/backlog.h"

namespace gridscope::run {

void Backlog::onSnapshot(const SnapshotPtr& snapshot)
{
    bytes_ += sizeInMemory(*snapshot);
    keep([snapshot](Sink& s) { s.onSnapshot(snapshot); });
}

void Backlog::onCheckpoint(const Checkpoint& checkpoint)
{
    bytes_ += checkpoint.bytes ? checkpoint.bytes->size() : 0;
    keep([checkpoint](Sink& s) { s.onCheckpoint(checkpoint); });
}

void Backlog::clear()
{
    events_.clear();
    bytes_ = 0;
}

} // namespace gridscope::run
