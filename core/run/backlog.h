// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps every event and tells them later, in the same order: for listeners that are not there yet.
// Memory : `bytes` counts snapshots and checkpoints, which are what grows.
// Threads: one at a time.
#pragma once

#include "core/run/sink.h"

#include <functional>

namespace gridscope::run {

class Backlog final : public Sink {
public:
    void onStart(const Start& start) override
    {
        keep([start](Sink& s) { s.onStart(start); });
    }
    void onStep(const Step& step) override
    {
        keep([step](Sink& s) { s.onStep(step); });
    }
    void onSnapshot(const SnapshotPtr& snapshot) override;
    void onEvaluation(const Evaluation& evaluation) override
    {
        keep([evaluation](Sink& s) { s.onEvaluation(evaluation); });
    }
    void onMark(const Mark& mark) override
    {
        keep([mark](Sink& s) { s.onMark(mark); });
    }
    void onCheckpoint(const Checkpoint& checkpoint) override;
    void onEnd(const End& end) override
    {
        keep([end](Sink& s) { s.onEnd(end); });
    }

    bool isEmpty() const { return events_.empty(); }
    std::size_t bytes() const { return bytes_; }
    void tellTo(Sink& sink) const
    {
        for (const auto& tell : events_) { tell(sink); }
    }
    void clear();

private:
    void keep(std::function<void(Sink&)> tell) { events_.push_back(std::move(tell)); }

    std::vector<std::function<void(Sink&)>> events_;
    std::size_t bytes_ = 0;
};

} // namespace gridscope::run
