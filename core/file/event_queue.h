// SPDX-License-Identifier: GPL-3.0-or-later
// What a run told and its file does not hold yet, in order, and what of it goes first when there is no room (run_writer.h).
// Threads: one at a time.
#pragma once

#include "core/run/event_value.h"
#include "core/run/history.h"

#include <deque>

namespace gridscope::run {

bool isUrgent(const Event& event); // does not wait for the second to end

struct EventQueue {
    std::deque<Event> events;
    std::size_t bytes = 0;
    std::int64_t snapshots = 0;
    std::int64_t checkpoints = 0;
    std::int64_t urgent = 0;
    void add(Event event);
    void putBack(std::vector<Event> group);
    std::vector<Event> takeGroup(); // up to and with the first urgent one
    std::int64_t dropOldSnapshots();
    std::int64_t dropOldCheckpoints();
    std::size_t dropKnownTo(const History& history);

private:
    void count(const Event& event, int sign);
};

} // namespace gridscope::run
