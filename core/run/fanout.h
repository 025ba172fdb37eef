// SPDX-License-Identifier: GPL-3.0-or-later
// Tells every event to several sinks, in order.
#pragma once

#include "core/run/sink.h"

#include <utility>

namespace gridscope::run {

class Fanout final : public Sink {
public:
    explicit Fanout(std::vector<Sink*> sinks) : sinks_(std::move(sinks)) {}
    void onStart(const Start& start) override
    {
        each([&](Sink& s) { s.onStart(start); });
    }
    void onStep(const Step& step) override
    {
        each([&](Sink& s) { s.onStep(step); });
    }
    void onSnapshot(const SnapshotPtr& snapshot) override
    {
        each([&](Sink& s) { s.onSnapshot(snapshot); });
    }
    void onEvaluation(const Evaluation& evaluation) override
    {
        each([&](Sink& s) { s.onEvaluation(evaluation); });
    }
    void onMark(const Mark& mark) override
    {
        each([&](Sink& s) { s.onMark(mark); });
    }
    void onCheckpoint(const Checkpoint& checkpoint) override
    {
        each([&](Sink& s) { s.onCheckpoint(checkpoint); });
    }
    void onEnd(const End& end) override
    {
        each([&](Sink& s) { s.onEnd(end); });
    }

private:
    template <typename Tell>
    void each(Tell tell)
    {
        for (Sink* sink : sinks_) { tell(*sink); }
    }
    std::vector<Sink*> sinks_;
};

} // namespace gridscope::run
