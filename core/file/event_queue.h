// SPDX-License-Identifier: GPL-3.0-or-later
// What a run told and its file does not hold yet, in order, and what of it goes first when there is no room (run_writer.h).
// Threads: one at a time.
#pragma once

#include "core/run/history.h"

#include <deque>
#include <variant>

namespace gridscope::run {

// Small and cheap to move: large events are shared and never change.
using QueuedEvent =
    std::variant<Step, SnapshotPtr, Checkpoint, std::shared_ptr<const Start>, std::shared_ptr<const Evaluation>,
                 std::shared_ptr<const Mark>, std::shared_ptr<const End>>;
bool isUrgent(const QueuedEvent& event); // does not wait for the second to end
std::size_t sizeOf(const QueuedEvent& event);

struct EventQueue {
    std::deque<QueuedEvent> events;
    std::size_t bytes = 0;
    std::int64_t snapshots = 0;
    std::int64_t checkpoints = 0;
    std::int64_t urgent = 0;
    void add(QueuedEvent event);
    void putBack(std::vector<QueuedEvent> group);
    std::vector<QueuedEvent> takeGroup(); // up to and with the first urgent one
    std::int64_t dropOldSnapshots();
    std::int64_t dropOldCheckpoints();
    std::size_t dropKnownTo(const History& history);

private:
    void count(const QueuedEvent& event, int sign);
};

} // namespace gridscope::run
