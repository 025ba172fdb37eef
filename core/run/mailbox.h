// SPDX-License-Identifier: GPL-3.0-or-later
// The thread border: the worker writes, the UI thread reads once a frame. Everything queues up and is handed over in the order
// in which it was told, across all kinds: a curve needs every step, and the views over steps need every snapshot, or a run
// that is told faster than the screen looks would have gaps there.
// Memory : a step's worth for each event. Of snapshots only those count that the policy keeps: what it gives up is freed by the
//          worker that made it. Checkpoints lose their bytes here: the screen needs to know where, the file keeps them.
// Threads: the Sink half is the worker's, `deliverTo` the UI thread's.
#pragma once

#include "core/run/event_value.h"
#include "core/run/history.h"

#include <mutex>

namespace gridscope::run {

class Mailbox final : public EventSink {
public:
    // What becomes of snapshots that nobody has looked at yet.
    enum class Snapshots {
        Kept, // thinned by the rule of a History, over the whole run: a History hears all that it would not give up at
              // once, and a screen that does not look for long costs no more than one that does
        Newest, // of those between two looks
        All
    };
    explicit Mailbox(Snapshots policy = Snapshots::Kept) : policy_(policy) {}
    void onEvent(Event event) override;

    // Hands over what came since the last call; false when there was nothing.
    bool deliverTo(Sink& sink);

private:
    void makeRoomFor(const SnapshotPtr& snapshot);
    void giveUp(std::size_t place) { mail_[place] = SnapshotPtr(); }
    void giveUpWhatIsThinned();

    const Snapshots policy_;
    std::mutex mutex_;              // guards what follows
    std::vector<Event> mail_;       // a snapshot that was given up leaves its place empty
    std::vector<std::size_t> held_; // places of the snapshots in it
    KeptSnapshots kept_{History::mostSnapshots};
};

} // namespace gridscope::run
