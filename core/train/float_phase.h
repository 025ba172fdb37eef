// SPDX-License-Identifier: GPL-3.0-or-later
// What a float pre-training told, in its order, so that a run with the same beginning can tell it again: snapshots and
// checkpoints, too, or a reset would show and record less than the run did the first time.
// Memory : as a History needs, but nothing is thinned: with more than `mostSnapshots` or `mostEvents` it is not whole. A checkpoint is three
//          times as large as the network, so those that the run file's rule keeps (retention.h) lie in scratch files, and of
//          the others only the step is known.
// Errors : tellTo throws FileError when a scratch file cannot be read any more.
#pragma once

#include "core/run/history.h"
#include "core/run/retention.h"
#include "core/train/scratch_file.h"

#include <functional>
#include <map>
#include <variant>

namespace gridscope::train {

class FloatPhase final : public run::SilentSink {
public:
    void onStep(const run::Step& step) override;
    void onSnapshot(const run::SnapshotPtr& snapshot) override;
    void onEvaluation(const run::Evaluation& evaluation) override;
    void onMark(const run::Mark& mark) override; // somebody changed or noted something: it would not be told again so
    void onCheckpoint(const run::Checkpoint& checkpoint) override;

    bool isWhole() const { return isWhole_; }
    // `redrawn` gives the n-th snapshot as the run that tells it now would have it, `then` being what was told. `renewed` makes of a checkpoint's bytes those of the run that tells it now. Of a checkpoint that is kept no more only
    // the step is told, so that it counts.
    using Redraw = std::function<run::SnapshotPtr(std::size_t snapshot, const run::SnapshotPtr& then)>;
    using Renew = std::function<run::Checkpoint(const std::vector<std::uint8_t>& bytes)>;
    void tellTo(run::Sink& sink, const Redraw& redrawn, const Renew& renewed) const;

    static constexpr std::size_t mostSnapshots = run::History::mostSnapshots;
    static constexpr std::size_t mostEvents =
        run::stepWindow; // more would be thinned, and thinned otherwise by who goes on

private:
    using Evaluated = std::shared_ptr<const run::Evaluation>;
    using CheckpointStep = std::int64_t;
    void giveUp();

    std::vector<std::variant<run::Step, run::SnapshotPtr, Evaluated, CheckpointStep>> told_;
    std::size_t snapshots_ = 0;
    std::vector<std::int64_t> checkpoints_;    // told so far
    std::map<std::int64_t, ScratchFile> kept_; // of those
    bool isWhole_ = true;
};

} // namespace gridscope::train
