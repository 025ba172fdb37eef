// SPDX-License-Identifier: GPL-3.0-or-later
// The only interface between rooms: whoever wants to hear of a run is a Sink. Live and recorded runs enter here.
// Threads: called from one thread, the job's; `onStart` comes first and once, `onEnd` last and once.
// Order  : one, across all kinds: steps ascend, and snapshots, evaluations and checkpoints follow the step that they show. Who
//          keeps events (a mailbox, a run file) tells them in the order in which they were told.
#pragma once

#include "core/run/event.h"

namespace gridscope::run {

class Sink {
public:
    virtual ~Sink() = default;
    virtual void onStart(const Start& start) = 0;
    virtual void onStep(const Step& step) = 0;
    virtual void onSnapshot(const SnapshotPtr& snapshot) = 0;
    virtual void onEvaluation(const Evaluation& evaluation) = 0;
    virtual void onMark(const Mark& mark) = 0;
    virtual void onCheckpoint(const Checkpoint& checkpoint) = 0;
    virtual void onEnd(const End& end) = 0;
};

// Hears a run and does nothing: for who cares about a few kinds only.
class SilentSink : public Sink {
public:
    void onStart(const Start&) override {}
    void onStep(const Step&) override {}
    void onSnapshot(const SnapshotPtr&) override {}
    void onEvaluation(const Evaluation&) override {}
    void onMark(const Mark&) override {}
    void onCheckpoint(const Checkpoint&) override {}
    void onEnd(const End&) override {}
};

// Tells everything to another, which must outlive it: for who changes, counts or leaves out a few kinds.
class ForwardingSink : public Sink {
public:
    explicit ForwardingSink(Sink& sink) : sink_(sink) {}
    ForwardingSink(const ForwardingSink&) = delete; // the other is often its heir's own
    ForwardingSink& operator=(const ForwardingSink&) = delete;
    void onStart(const Start& start) override { sink_.onStart(start); }
    void onStep(const Step& step) override { sink_.onStep(step); }
    void onSnapshot(const SnapshotPtr& snapshot) override { sink_.onSnapshot(snapshot); }
    void onEvaluation(const Evaluation& evaluation) override { sink_.onEvaluation(evaluation); }
    void onMark(const Mark& mark) override { sink_.onMark(mark); }
    void onCheckpoint(const Checkpoint& checkpoint) override { sink_.onCheckpoint(checkpoint); }
    void onEnd(const End& end) override { sink_.onEnd(end); }

private:
    Sink& sink_;
};

} // namespace gridscope::run
