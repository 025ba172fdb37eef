// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/float_phase.h"

#include "core/base/error.h"
#include "core/run/retention.h"

#include <algorithm>

namespace gridscope::train {

void FloatPhase::giveUp()
{
    isWhole_ = false;
    told_.clear();
    kept_.clear();
}

void FloatPhase::onMark(const run::Mark&) { giveUp(); }

void FloatPhase::onStep(const run::Step& step)
{
    if (told_.size() >= mostEvents) { giveUp(); }
    if (isWhole_) { told_.emplace_back(step); }
}

void FloatPhase::onSnapshot(const run::SnapshotPtr& snapshot)
{
    if (++snapshots_ > mostSnapshots) { giveUp(); }
    if (isWhole_) { told_.emplace_back(snapshot); }
}

void FloatPhase::onEvaluation(const run::Evaluation& evaluation)
{
    if (isWhole_) { told_.emplace_back(std::make_shared<const run::Evaluation>(evaluation)); }
}

void FloatPhase::onCheckpoint(const run::Checkpoint& checkpoint)
{
    if (!isWhole_) { return; }
    try {
        kept_.emplace(checkpoint.step, ScratchFile(*checkpoint.bytes));
    } catch (const FileError&) { // no room: then the next run trains anew, which only takes longer
        return giveUp();
    }
    told_.emplace_back(checkpoint.step);
    checkpoints_.push_back(checkpoint.step);
    const auto stay = run::keptCheckpoints(checkpoints_, {});
    std::erase_if(kept_, [&](const auto& one) { return !std::ranges::binary_search(stay, one.first); });
}

void FloatPhase::tellTo(run::Sink& sink, const Redraw& redrawn, const Renew& renewed) const
{
    std::size_t snapshots = 0;
    for (const auto& event : told_) {
        if (const auto* step = std::get_if<run::Step>(&event)) {
            sink.onStep(*step);
        } else if (const auto* snapshot = std::get_if<run::SnapshotPtr>(&event)) {
            sink.onSnapshot(redrawn(snapshots++, *snapshot));
        } else if (const auto* evaluation = std::get_if<Evaluated>(&event)) {
            sink.onEvaluation(**evaluation);
        } else {
            const auto step = std::get<CheckpointStep>(event);
            const auto kept = kept_.find(step);
            sink.onCheckpoint(kept == kept_.end() ? run::Checkpoint{step, nullptr} : renewed(kept->second.read()));
        }
    }
}

} // namespace gridscope::train
