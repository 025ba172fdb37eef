// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps every event and tells them later, in the same order: for listeners that are not there yet.
// Memory : `bytes` counts what events have beside a step's few numbers, which is what grows: snapshots and checkpoints.
// Threads: one at a time.
#pragma once

#include "core/run/event_value.h"

namespace gridscope::run {

class Backlog final : public EventSink {
public:
    void onEvent(Event event) override;

    bool isEmpty() const { return events_.empty(); }
    std::size_t bytes() const { return bytes_; }
    void tellTo(Sink& sink) const;
    void clear();

private:
    std::vector<Event> events_;
    std::size_t bytes_ = 0;
};

} // namespace gridscope::run
