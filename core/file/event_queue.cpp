// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/event_queue.h"

#include <algorithm>
#include <iterator>

namespace gridscope::run {

namespace {

constexpr std::size_t fewerThan(std::size_t count) { return std::max<std::size_t>(1, count / 8); }
constexpr std::int64_t checkpointsAlwaysKept = 2;

} // namespace

bool isUrgent(const Event& event)
{
    return std::holds_alternative<SnapshotPtr>(event) || std::holds_alternative<Checkpoint>(event)
           || std::holds_alternative<std::shared_ptr<const Start>>(event) || std::holds_alternative<End>(event);
}

void EventQueue::count(const Event& event, int sign)
{
    bytes += std::size_t(sign) * sizeInMemory(event);
    snapshots += std::holds_alternative<SnapshotPtr>(event) ? sign : 0;
    checkpoints += std::holds_alternative<Checkpoint>(event) ? sign : 0;
    urgent += isUrgent(event) ? sign : 0;
}

void EventQueue::add(Event event)
{
    count(event, 1);
    events.push_back(std::move(event));
}

void EventQueue::putBack(std::vector<Event> group)
{
    for (const Event& event : group) { count(event, 1); }
    events.insert(events.begin(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
}

std::vector<Event> EventQueue::takeGroup()
{
    std::vector<Event> group;
    while (!events.empty() && (group.empty() || !isUrgent(group.back()))) {
        count(events.front(), -1);
        group.push_back(std::move(events.front()));
        events.pop_front();
    }
    return group;
}

// Several at once, so that the search for them is not made for each event.
std::int64_t EventQueue::dropOldSnapshots()
{
    const auto most = fewerThan(std::size_t(snapshots));
    std::size_t dropped = 0;
    std::erase_if(events, [&](const Event& event) {
        if (dropped == most || !std::holds_alternative<SnapshotPtr>(event)) { return false; }
        count(event, -1);
        ++dropped;
        return true;
    });
    return std::int64_t(dropped);
}

std::int64_t EventQueue::dropOldCheckpoints()
{
    const std::int64_t before = checkpoints;
    std::erase_if(events, [&](const Event& event) {
        if (checkpoints <= checkpointsAlwaysKept || !std::holds_alternative<Checkpoint>(event)) { return false; }
        count(event, -1);
        return true;
    });
    return before - checkpoints;
}

// Those that a History has, which is told before them.
std::size_t EventQueue::dropKnownTo(const History& history)
{
    const auto isKnown = [&](const Event& event) {
        if (const auto* step = eventAs<Step>(event)) { return step->index <= history.lastStep(); }
        if (const auto* snapshot = eventAs<Snapshot>(event)) {
            return history.latest() && snapshot->step <= history.latest()->step;
        }
        if (const auto* evaluation = eventAs<Evaluation>(event)) {
            return std::ranges::any_of(history.evaluations(), [&](const Evaluation& e) {
                return e.step == evaluation->step && e.set == evaluation->set;
            });
        }
        if (const auto* mark = eventAs<Mark>(event)) {
            return std::ranges::any_of(history.marks(), [&](const Mark& m) {
                return m.step == mark->step && m.kind == mark->kind && m.what == mark->what;
            });
        }
        return std::holds_alternative<std::shared_ptr<const Start>>(event);
    };
    return std::erase_if(events, [&](const Event& event) {
        if (!isKnown(event)) { return false; }
        count(event, -1);
        return true;
    });
}

} // namespace gridscope::run
