// SPDX-License-Identifier: GPL-3.0-or-later
// A training job on this thread, with all that it told and every checkpoint.
#pragma once

#include "core/run/fanout.h"
#include "core/run/history.h"
#include "core/run/worker.h"
#include "core/train/training_job.h"

namespace gridscope::test {

class Checkpoints final : public run::SilentSink {
public:
    void onCheckpoint(const run::Checkpoint& checkpoint) override { all.push_back(checkpoint); }
    std::vector<run::Checkpoint> all;
};

struct Recorded {
    run::History history;
    std::vector<run::Checkpoint> checkpoints;

    bool isFinished() const { return history.end() && history.end()->how == run::End::How::Finished; }
    run::TensorFile at(std::int64_t step) const // the checkpoint of this step, which there must be
    {
        return run::readTensors(*std::ranges::find(checkpoints, step, &run::Checkpoint::step)->bytes, "it");
    }
};

inline Recorded recorded(const run::Job& job)
{
    Recorded r;
    Checkpoints checkpoints;
    run::Fanout both({&r.history, &checkpoints});
    run::Control control;
    run::runJob(job, control, both);
    r.checkpoints = std::move(checkpoints.all);
    return r;
}

inline Recorded straight(const run::RunConfig& config)
{
    train::Cache cache;
    return recorded(
        [&](run::Control& control, run::Sink& sink) { train::TrainingJob(config, cache, control, sink).run(); });
}

inline Recorded resumed(const run::TensorFile& file, const std::optional<run::Origin>& origin = {})
{
    train::Cache cache;
    return recorded([&](run::Control& control, run::Sink& sink) {
        train::TrainingJob(train::readCheckpointInfo(file).config, cache, control, sink).resume(file, origin);
    });
}

inline Recorded resumed(const run::Checkpoint& checkpoint, const std::optional<run::Origin>& origin = {})
{
    return resumed(run::readTensors(*checkpoint.bytes, "the checkpoint"), origin);
}

} // namespace gridscope::test
