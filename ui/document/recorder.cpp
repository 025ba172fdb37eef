// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recorder.h"

#include "core/base/error.h"

namespace gridscope::ui {

Recorder::Recorder(Open open) : open_(std::move(open)) {}
Recorder::Recorder(std::unique_ptr<run::RunWriter> writer) : writer_(std::move(writer)) {}

template <typename Tell>
void Recorder::pass(Tell tell)
{
    {
        std::lock_guard lock(mutex_);
        if (!writer_) {
            if (!isLost_) { tell(static_cast<run::Sink&>(held_)); }
            if (held_.bytes() > mostHeldBytes) {
                isLost_ = true;
                held_.clear();
            }
            return;
        }
    }
    tell(static_cast<run::Sink&>(*writer_)); // once there, a writer stays
}

void Recorder::onStart(const run::Start& start)
{
    start_ = start;
    pass([&](run::Sink& s) { s.onStart(start); });
}

void Recorder::onStep(const run::Step& step)
{
    if (!writer()) { openFile(); }
    pass([&](run::Sink& s) { s.onStep(step); });
}

void Recorder::onSnapshot(const run::SnapshotPtr& snapshot)
{
    pass([&](run::Sink& s) { s.onSnapshot(snapshot); });
}
void Recorder::onEvaluation(const run::Evaluation& evaluation)
{
    pass([&](run::Sink& s) { s.onEvaluation(evaluation); });
}
void Recorder::onMark(const run::Mark& mark)
{
    pass([&](run::Sink& s) { s.onMark(mark); });
}
void Recorder::onCheckpoint(const run::Checkpoint& checkpoint)
{
    pass([&](run::Sink& s) { s.onCheckpoint(checkpoint); });
}
void Recorder::onEnd(const run::End& end)
{
    pass([&](run::Sink& s) { s.onEnd(end); });
}

void Recorder::openFile()
{
    std::lock_guard lock(mutex_);
    if (writer_ || !refusal_.empty()) { return; } // tried once
    try {
        writer_ = open_(start_);
        held_.tellTo(*writer_);
        held_.clear();
    } catch (const Error& error) {
        refusal_ = error.what();
    }
}

std::shared_ptr<run::RunWriter> Recorder::writer() const
{
    std::lock_guard lock(mutex_);
    return writer_;
}

std::string Recorder::path() const
{
    const auto writer = this->writer();
    return writer ? writer->path() : std::string();
}

std::string Recorder::problem() const
{
    if (const auto writer = this->writer()) { return writer->problem(); }
    std::lock_guard lock(mutex_);
    if (refusal_.empty()) { return {}; }
    return "This run is not recorded: " + refusal_
           + (isLost_ ? " It has become too long to wait in memory for another place." : "");
}

std::vector<std::int64_t> Recorder::checkpoints() const
{
    const auto writer = this->writer();
    return writer ? writer->checkpoints() : std::vector<std::int64_t>();
}

bool Recorder::flush()
{
    const auto writer = this->writer();
    return writer && writer->flush();
}

bool Recorder::isLost() const
{
    const auto writer = this->writer();
    return writer && writer->isLost();
}

void Recorder::moveTo(const std::string& path, std::shared_ptr<const run::History> shown)
{
    if (const auto writer = this->writer()) {
        return writer->isLost() ? writer->beginAnew(path, std::move(shown)) : writer->moveTo(path);
    }
    std::lock_guard lock(mutex_);
    if (isLost_) { throw FileError("This run has become too long to be recorded from its beginning."); }
    auto writer = std::make_shared<run::RunWriter>(path);
    held_.tellTo(*writer);
    held_.clear();
    writer_ = std::move(writer);
}

} // namespace gridscope::ui
