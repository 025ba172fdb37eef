// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/history.h"

#include <algorithm>

namespace gridscope::run {

void History::onStart(const Start& start) { start_ = start; }
void History::onStep(const Step& step) { steps_.push_back(step); }
void History::onEvaluation(const Evaluation& evaluation) { evaluations_.push_back(evaluation); }
void History::onCheckpoint(const Checkpoint& checkpoint) { checkpoints_.push_back(checkpoint.step); }
void History::onEnd(const End& end) { end_ = end; }

void History::onSnapshot(const SnapshotPtr& snapshot)
{
    // The last one was kept only for being the last.
    if (snapshots_.size() > 1 && !isOnStride(*snapshots_.back())) { snapshots_.pop_back(); }
    snapshots_.push_back(snapshot);
    while (snapshots_.size() > mostSnapshots && stride_ < (std::int64_t(1) << 40)) {
        stride_ *= 2;
        thin();
    }
}

void History::thin()
{
    std::vector<SnapshotPtr> kept;
    kept.reserve(mostSnapshots);
    for (const SnapshotPtr& snapshot : snapshots_) {
        const bool isEdge = snapshot == snapshots_.front() || snapshot == snapshots_.back();
        if (isEdge || isOnStride(*snapshot)) { kept.push_back(snapshot); }
    }
    snapshots_ = std::move(kept);
}

// A resume is marked when the file is cut back, and again by the job, which knows more.
void History::onMark(const Mark& mark)
{
    const bool isToldAgain = mark.kind == Mark::Kind::Resumed && !marks_.empty() && marks_.back().kind == mark.kind && marks_.back().step == mark.step;
    if (isToldAgain) { marks_.pop_back(); }
    marks_.push_back(mark);
}

SnapshotPtr History::latest() const { return snapshots_.empty() ? nullptr : snapshots_.back(); }

SnapshotPtr History::snapshotAt(std::int64_t step) const
{
    if (snapshots_.empty()) { return nullptr; }
    const auto after = std::ranges::upper_bound(snapshots_, step, {}, [](const SnapshotPtr& s) { return s->step; });
    return after == snapshots_.begin() ? snapshots_.front() : *std::prev(after);
}

std::int64_t History::lastStep() const
{
    if (!steps_.empty()) { return steps_.back().index; }
    return start_ ? start_->firstStep - 1 : 0;
}

const Evaluation* History::lastEvaluation(std::string_view set) const { return evaluationAt(set, INT64_MAX); }

const Step* History::stepAt(std::int64_t step) const
{
    const auto after = std::ranges::upper_bound(steps_, step, {}, &Step::index);
    return after == steps_.begin() ? nullptr : &*std::prev(after);
}

const Evaluation* History::evaluationAt(std::string_view set, std::int64_t step) const
{
    const auto found = std::find_if(evaluations_.rbegin(), evaluations_.rend(), [&](const Evaluation& e) { return e.set == set && e.step <= step; });
    return found == evaluations_.rend() ? nullptr : &*found;
}

std::optional<Score> History::floatStart(std::string_view set) const
{
    for (const Evaluation& evaluation : evaluations_) {
        if (evaluation.set == set && evaluation.floatStart) { return evaluation.floatStart; }
    }
    return std::nullopt;
}

} // namespace gridscope::run
