// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/mailbox.h"

#include <algorithm>
#include <utility>

namespace gridscope::run {

void Mailbox::onStart(const Start& start)
{
    std::lock_guard lock(mutex_);
    mail_.start = start;
}

void Mailbox::onStep(const Step& step)
{
    std::lock_guard lock(mutex_);
    mail_.steps.push_back(step);
}

void Mailbox::onSnapshot(const SnapshotPtr& snapshot)
{
    std::lock_guard lock(mutex_);
    snapshots_.add(snapshot);
}

void Mailbox::onEvaluation(const Evaluation& evaluation)
{
    std::lock_guard lock(mutex_);
    mail_.evaluations.push_back(evaluation);
}

void Mailbox::onMark(const Mark& mark)
{
    std::lock_guard lock(mutex_);
    mail_.marks.push_back(mark);
}

void Mailbox::onCheckpoint(const Checkpoint& checkpoint)
{
    std::lock_guard lock(mutex_);
    mail_.checkpoints.push_back({checkpoint.step, nullptr}); // the screen needs to know where, the file keeps the bytes
}

void Mailbox::onEnd(const End& end)
{
    std::lock_guard lock(mutex_);
    mail_.end = end;
}

bool Mailbox::deliverTo(Sink& sink)
{
    Mail mail;
    std::vector<SnapshotPtr> snapshots;
    {
        std::lock_guard lock(mutex_); // held for one swap, and a copy of the new pointers
        mail = std::exchange(mail_, {});
        const auto& all = snapshots_.all();
        const auto fresh = std::ranges::upper_bound(all, delivered_, {}, [](const SnapshotPtr& s) { return s->step; });
        snapshots.assign(fresh, all.end());
        if (!snapshots.empty()) { delivered_ = snapshots.back()->step; }
    }
    if (mail.start) { sink.onStart(*mail.start); }
    for (const Step& step : mail.steps) { sink.onStep(step); }
    for (const Mark& mark : mail.marks) { sink.onMark(mark); }
    for (const SnapshotPtr& snapshot : snapshots) { sink.onSnapshot(snapshot); }
    for (const Evaluation& evaluation : mail.evaluations) { sink.onEvaluation(evaluation); }
    for (const Checkpoint& checkpoint : mail.checkpoints) { sink.onCheckpoint(checkpoint); }
    if (mail.end) { sink.onEnd(*mail.end); }
    return mail.start || !mail.steps.empty() || !mail.marks.empty() || !snapshots.empty() || !mail.evaluations.empty()
           || !mail.checkpoints.empty() || mail.end;
}

} // namespace gridscope::run
