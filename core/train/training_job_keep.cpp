// SPDX-License-Identifier: GPL-3.0-or-later
// What the training job keeps and is told between two steps: checkpoints, bookmarks, changed settings.
#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/method/methods.h"
#include "core/settings/config_fields.h"
#include "core/train/training_job.h"

namespace gridscope::train {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto longestWithoutCheckpoint = std::chrono::seconds(30);

// Some methods train in ways of their own, so that nothing can change over to them or from them.
void requireMayChange(const run::RunConfig& config, const run::Field& field, const std::string& text)
{
    if (field.key != "method" || text == config.method) { return; }
    const run::MethodInfo* wanted = run::findMethod(text);
    if (run::methodOf(config).traits.changesLive && (wanted == nullptr || wanted->traits.changesLive)) { return; }
    throw ConfigError("The method cannot change from " + config.method + " to " + run::shown(text)
                      + " while training; set it and reset.");
}

} // namespace

void TrainingJob::keepBookmarks(run::Sink& sink)
{
    for (const run::Bookmark& bookmark : control_.takeBookmarks()) {
        sink.onMark({bookmark.step.value_or(step_), run::Mark::Kind::Bookmark, "", bookmark.note, "", ""});
        if (!bookmark.step) { keepCheckpoint(sink); }
    }
}

run::Checkpoint TrainingJob::checkpointOf(std::int64_t step, double seconds)
{
    return saveCheckpoint({step, isCarried_, quantized_, seconds, standing_, config_, environment_, data_->hashes,
                           describeInput(data_->dataset)},
                          state());
}

void TrainingJob::keepCheckpoint(run::Sink& sink)
{
    sink.onCheckpoint(checkpointOf(step_, seconds_));
    lastCheckpoint_ = Clock::now();
    keptStep_ = step_;
}

// A pause keeps a checkpoint: whoever stops to look wants to fork, export or come back there.
bool TrainingJob::keepGoing(run::Sink& sink)
{
    return control_.keepGoing([&] {
        if (step_ != begunAt_ && keptStep_ != step_) { keepCheckpoint(sink); }
    });
}

// By steps, so that two recordings of one run keep the same ones, and by the clock, so that little is lost with slow steps.
void TrainingJob::keepCheckpointWhenDue(run::Sink& sink)
{
    if (step_ % config_.checkpointEvery == 0 || Clock::now() - lastCheckpoint_ > longestWithoutCheckpoint) {
        keepCheckpoint(sink);
    }
}

bool TrainingJob::applyChanges(std::int64_t step, run::Sink& sink)
{
    const auto changes = control_.takeChanges();
    for (const auto& change : changes) {
        const run::Field* field = run::findField(change.key);
        if (field == nullptr || !field->live) {
            throw ConfigError("The setting \"" + change.key + "\" applies at reset only.");
        }
        requireMayChange(config_, *field, change.text);
        const std::string from = run::fieldText(config_, *field);
        run::setField(config_, change.key, change.text);
        run::requireValid(config_);
        method_->apply(change.key);
        sink.onMark({step, run::Mark::Kind::Setting, "", change.key, from, run::fieldText(config_, *field)});
    }
    return !changes.empty();
}

} // namespace gridscope::train
