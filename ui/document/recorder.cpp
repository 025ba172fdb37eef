// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recorder.h"

#include "core/base/error.h"

#include <utility>

namespace gridscope::ui {

Recorder::Recorder(Open open) : open_(std::move(open)) {}
Recorder::Recorder(std::unique_ptr<run::RunWriter> writer) : writer_(std::move(writer)) {}

void Recorder::onEvent(run::Event event)
{
    if (const auto* start = run::eventAs<run::Start>(event)) { start_ = *start; }
    if (std::holds_alternative<run::Step>(event) && !writer()) { openFile(); }
    {
        const std::lock_guard lock(mutex_);
        if (!writer_) { return hold(std::move(event)); }
    }
    writer_->onEvent(std::move(event)); // once there, a writer stays
}

void Recorder::hold(run::Event event)
{
    if (!isLost_) { held_.onEvent(std::move(event)); }
    if (held_.bytes() > mostHeldBytes) {
        isLost_ = true;
        held_.clear();
    }
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
