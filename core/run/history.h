// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a run, in memory: the model of every panel and exporter. Fed by a Mailbox or by a file's reader.
// Memory : of the snapshots at most `mostSnapshots` (kept_snapshots.h); steps and evaluations get sparser with age as in a run
//          file (retention.h): a hundred bytes each, 130,000 of the first million steps.
#pragma once

#include "core/run/kept_snapshots.h"
#include "core/run/sink.h"

#include <span>

namespace gridscope::run {

struct Thinning;

class History final : public Sink {
public:
    void onStart(const Start& start) override;
    void onStep(const Step& step) override;
    void onSnapshot(const SnapshotPtr& snapshot) override;
    void onEvaluation(const Evaluation& evaluation) override;
    void onMark(const Mark& mark) override;
    void onCheckpoint(const Checkpoint& checkpoint) override; // keeps the step, not the bytes
    void onEnd(const End& end) override;

    bool hasStarted() const { return start_.has_value(); }
    const Start& start() const { return *start_; }
    std::span<const Step> steps() const { return steps_; }
    std::span<const SnapshotPtr> snapshots() const { return snapshots_.all(); }
    std::span<const Evaluation> evaluations() const { return evaluations_; }
    std::span<const Mark> marks() const { return marks_; }
    std::span<const std::int64_t> checkpoints() const { return checkpoints_; } // steps, ascending
    const std::optional<End>& end() const { return end_; }

    std::int64_t stepsTold() const { return steps_.empty() ? 0 : steps_.back().index - steps_.front().index + 1; }
    // No two steps that are kept are further apart, unless what is between them is not known.
    std::int64_t longestStepStretch() const;
    // Snapshots further apart than so many steps have a gap between them: twice what the settings and
    // the thinning leave.
    // Nothing is known of what lies in a gap, so nothing is drawn there.
    std::int64_t longestStretch() const;
    // How many of the first snapshots stand alone before a gap, far from all that follows.
    std::size_t loneSnapshots() const;

    SnapshotPtr latest() const;                      // nullptr before the first
    SnapshotPtr snapshotAt(std::int64_t step) const; // the newest at or before `step`, else the first
    std::int64_t lastStep() const;                   // firstStep - 1 before the first
    // The last evaluation on that set, or nullptr.
    const Evaluation* lastEvaluation(std::string_view set) const;
    // The last one at or before `step`, or nullptr.
    const Evaluation* evaluationAt(std::string_view set, std::int64_t step) const;
    const Step* stepAt(std::int64_t step) const; // the newest at or before it, or nullptr
    // The float network's score, from whichever evaluation of that set brought it.
    std::optional<Score> floatStart(std::string_view set) const;

    // Tells what is kept but start, checkpoints (they have no bytes here) and end, as the run told it: step after step.
    template <typename Tell>
    void tellInOrder(Tell tell) const;

    static constexpr std::size_t mostSnapshots = 4096;

private:
    bool isRemembered(std::int64_t step) const;
    void thinSteps(std::int64_t moment);
    void thinEvaluations(const Thinning& rule, std::int64_t moment);

    std::optional<Start> start_;
    std::vector<Step> steps_;
    KeptSnapshots snapshots_{mostSnapshots};
    std::vector<Evaluation> evaluations_;
    std::vector<Mark> marks_;
    std::vector<std::int64_t> checkpoints_;
    std::optional<End> end_;
};

template <typename Tell>
void History::tellInOrder(Tell tell) const
{
    auto snapshot = snapshots().begin();
    auto evaluation = evaluations_.begin();
    auto mark = marks_.begin();
    const auto tellUpTo = [&](std::int64_t step) {
        for (; snapshot != snapshots().end() && (*snapshot)->step <= step; ++snapshot) { tell(**snapshot); }
        for (; evaluation != evaluations_.end() && evaluation->step <= step; ++evaluation) { tell(*evaluation); }
        for (; mark != marks_.end() && mark->step <= step; ++mark) { tell(*mark); }
    };
    for (const Step& step : steps_) {
        tellUpTo(step.index - 1);
        tell(step);
    }
    tellUpTo(INT64_MAX);
}

} // namespace gridscope::run
