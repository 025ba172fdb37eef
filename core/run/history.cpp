// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/history.h"

#include "core/run/retention.h"

#include <algorithm>
#include <numeric>

namespace gridscope::run {

void History::onStart(const Start& start) { start_ = start; }

void History::onStep(const Step& step)
{
    const bool isDue = !steps_.empty() && stepThinning.isDue(steps_.back().index, step.index);
    steps_.push_back(step);
    if (isDue) { thinSteps(stepThinning.momentOf(step.index)); }
}

void History::onEvaluation(const Evaluation& evaluation)
{
    const Thinning rule = evaluationThinning(start_ ? start_->config.evaluateEvery : 1);
    const bool isDue = !evaluations_.empty() && rule.isDue(evaluations_.back().step, evaluation.step);
    evaluations_.push_back(evaluation);
    if (isDue) { thinEvaluations(rule, rule.momentOf(evaluation.step)); }
}

bool History::isRemembered(std::int64_t step) const
{
    return std::ranges::any_of(marks_, [&](const Mark& mark) { return mark.step == step && run::isRemembered(mark); });
}

void History::thinSteps(std::int64_t moment)
{
    std::erase_if(steps_, [&](const Step& step) {
        return &step != &steps_.front() && !stepThinning.stays(step.index, moment) && !isRemembered(step.index);
    });
}

void History::thinEvaluations(const Thinning& rule, std::int64_t moment)
{
    std::erase_if(evaluations_, [&](const Evaluation& e) {
        const bool isOneOfMany = &e != &evaluations_.front() && e.set == "validation" && !e.floatStart;
        return isOneOfMany && !rule.stays(e.step, moment) && !isRemembered(e.step);
    });
}

std::int64_t History::longestStepStretch() const { return stepThinning.longestStride(stepsTold() - 1); }
void History::onCheckpoint(const Checkpoint& checkpoint) { checkpoints_.push_back(checkpoint.step); }
void History::onEnd(const End& end) { end_ = end; }

namespace {

// The median distance of neighbours, of at most 64 that lie evenly over all; 0 where there are too few to know. Who told this
// history may have thinned before.
std::int64_t usualDistance(std::span<const SnapshotPtr> all)
{
    constexpr std::size_t enough = 16;
    constexpr std::size_t looks = 64;
    if (all.size() < enough) { return 0; }
    std::vector<std::int64_t> distances;
    const std::size_t apart = std::max<std::size_t>(1, all.size() / looks);
    for (std::size_t i = 1; i < all.size(); i += apart) { distances.push_back(all[i]->step - all[i - 1]->step); }
    const auto middle = distances.begin() + std::ptrdiff_t((distances.size() - 1) / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

} // namespace

void History::onSnapshot(const SnapshotPtr& snapshot) { snapshots_.add(snapshot); }

std::int64_t History::longestStretch() const
{
    const std::int64_t every = start_ ? std::max(1, start_->config.snapshotEvery) : 1;
    return 2 * std::max(std::lcm(every, snapshots_.stride()), usualDistance(snapshots()));
}

std::size_t History::loneSnapshots() const
{
    const auto all = snapshots();
    const std::int64_t longest = longestStretch();
    std::size_t lone = 0;
    while (lone + 1 < all.size() && all[lone + 1]->step - all[lone]->step > longest) { ++lone; }
    return lone;
}

// A resume is marked when the file is cut back, and again by the job, which knows more.
void History::onMark(const Mark& mark)
{
    const bool isToldAgain = mark.kind == Mark::Kind::Resumed && !marks_.empty() && marks_.back().kind == mark.kind
                             && marks_.back().step == mark.step;
    if (isToldAgain) { marks_.pop_back(); }
    marks_.push_back(mark);
}

SnapshotPtr History::latest() const { return snapshots().empty() ? nullptr : snapshots().back(); }

SnapshotPtr History::snapshotAt(std::int64_t step) const
{
    const auto all = snapshots();
    if (all.empty()) { return nullptr; }
    const auto after = std::ranges::upper_bound(all, step, {}, [](const SnapshotPtr& s) { return s->step; });
    return after == all.begin() ? all.front() : *std::prev(after);
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
    const auto found = std::find_if(evaluations_.rbegin(), evaluations_.rend(),
                                    [&](const Evaluation& e) { return e.set == set && e.step <= step; });
    return found == evaluations_.rend() ? nullptr : &*found;
}

std::optional<Score> History::floatStart(std::string_view set) const
{
    const auto tells = [&](const Evaluation& e) { return e.set == set && e.floatStart; };
    const auto found = std::ranges::find_if(evaluations_, tells);
    return found == evaluations_.end() ? std::nullopt : found->floatStart;
}

} // namespace gridscope::run
