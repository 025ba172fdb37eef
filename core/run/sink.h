// SPDX-License-Identifier: GPL-3.0-or-later
// The only interface between rooms: whoever wants to hear of a run is a Sink. Live and recorded runs enter here.
// Threads: called from one thread, the job's; `onStart` comes first and once, `onEnd` last and once.
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

} // namespace gridscope::run
