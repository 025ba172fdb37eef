// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_writer.h"

#include "core/base/wording.h"
#include "core/file/run_tables.h"

#include <algorithm>
#include <utility>

namespace gridscope::run {

namespace {

constexpr std::chrono::seconds patience{1}; // with a slow disk, before something is dropped

std::string megabytes(std::size_t bytes) { return std::to_string((bytes + 500'000) / 1'000'000) + " MB"; }

} // namespace

RunWriter::RunWriter(const std::string& path, RecordingOptions options)
    : RunWriter(path, std::move(options), std::nullopt)
{}

std::unique_ptr<RunWriter> RunWriter::resume(const std::string& path, std::int64_t step, RecordingOptions options)
{
    return std::unique_ptr<RunWriter>(new RunWriter(path, std::move(options), step));
}

RunWriter::RunWriter(const std::string& path, RecordingOptions options, std::optional<std::int64_t> resumeAt)
    : path_(path), options_(std::move(options)), lock_(std::make_unique<RunLock>(path))
{
    if (resumeAt) {
        reopen(*resumeAt);
    } else {
        create();
    }
    checkpoints_ = tables_->checkpoints();
    thread_ = std::thread([this] { loop(); });
}

RunWriter::~RunWriter() { close(); }

// ---- the job's side

void RunWriter::onEvent(Event event)
{
    const bool isEnd = std::holds_alternative<End>(event);
    queue(std::move(event));
    if (isEnd) { close(); }
}

void RunWriter::queue(Event event)
{
    std::unique_lock lock(mutex_);
    if (closing_) { return; }
    const bool wakes = waiting_.events.empty() || isUrgent(event);
    waiting_.add(std::move(event));
    ++told_;
    if (wakes) { wake_.notify_one(); }
    if (waiting_.bytes > options_.mostWaitingBytes) { makeRoom(lock); }
}

void RunWriter::makeRoom(std::unique_lock<std::mutex>& lock)
{
    const auto fits = [this] { return waiting_.bytes <= options_.mostWaitingBytes; };
    if (reason_.empty()) {
        written_.wait_for(lock, patience, [&] { return fits() || !reason_.empty(); });
    }
    while (!fits()) {
        std::int64_t dropped = waiting_.dropOldCheckpoints();
        if (!fits()) {
            const std::int64_t snapshots = waiting_.snapshots > 0 ? waiting_.dropOldSnapshots() : 0;
            droppedSnapshots_ += snapshots;
            dropped += snapshots;
        }
        settled_ += std::uint64_t(dropped);
        if (dropped == 0) { return; }
    }
}

std::string RunWriter::path() const
{
    std::lock_guard lock(mutex_);
    return path_;
}

std::vector<std::int64_t> RunWriter::checkpoints() const
{
    std::lock_guard lock(mutex_);
    return checkpoints_;
}

std::string RunWriter::problem() const
{
    std::lock_guard lock(mutex_);
    if (reason_.empty()) { return {}; }
    const std::string beginning = "Cannot write the run file " + quotedPath(path_) + ": " + reason_ + "; ";
    if (isLost_ && !closing_) { return beginning + "training goes on and can be recorded anew in another place."; }
    if (isHarmed_) { return beginning + "what it held cannot be read any more."; }
    const auto snapshots = [](std::int64_t count) {
        return thousands(count) + (count == 1 ? " snapshot" : " snapshots");
    };
    if (closing_) {
        return beginning + "what was told last is not in it: " + thousands(std::int64_t(waiting_.events.size()))
               + " events, among them " + snapshots(waiting_.snapshots + droppedSnapshots_) + ".";
    }
    const std::string lost = droppedSnapshots_ > 0 ? ", which is all there is for that, so the oldest "
                                                         + snapshots(droppedSnapshots_) + " had to go"
                                                   : "";
    return beginning + "training goes on and " + megabytes(waiting_.bytes) + " wait in memory" + lost + ".";
}

bool RunWriter::flush()
{
    std::unique_lock lock(mutex_);
    const std::uint64_t target = told_;
    const std::uint64_t failures = failures_;
    ++flushing_;
    wake_.notify_one();
    written_.wait(lock, [&] { return settled_ >= target || failures_ != failures || closing_; });
    --flushing_;
    return settled_ >= target && reason_.empty();
}

bool RunWriter::isLost() const
{
    std::lock_guard lock(mutex_);
    return isLost_;
}

// ---- the thread's side

bool RunWriter::waitForWork(std::unique_lock<std::mutex>& lock)
{
    wake_.wait(lock, [this] { return closing_ || !waiting_.events.empty() || !moveTo_.empty(); });
    const auto isTime = [this] {
        return closing_ || !moveTo_.empty() || (reason_.empty() && (waiting_.urgent > 0 || flushing_ > 0));
    };
    wake_.wait_for(lock, options_.commitEvery, isTime);
    return !waiting_.events.empty() || !closing_;
}

void RunWriter::moveAsAsked(std::unique_lock<std::mutex>& lock)
{
    const std::string to = moveTo_;
    const auto before = std::exchange(anewWith_, nullptr);
    lock.unlock();
    std::string failure = before ? moveWithout(to, *before) : move(to);
    lock.lock();
    if (failure.empty()) {
        isLost_ = isHarmed_ = false;
        reason_.clear();
        dataVersion_ = 0;
    }
    moveFailure_ = std::move(failure);
    moveTo_.clear();
    written_.notify_all();
}

void RunWriter::loop()
{
    std::unique_lock lock(mutex_);
    while (waitForWork(lock)) {
        if (!moveTo_.empty()) {
            moveAsAsked(lock);
            continue;
        }
        std::vector<Event> group = waiting_.takeGroup();
        const bool isLastTry = closing_;
        lock.unlock();
        const std::string reason = write(group);
        auto checkpoints = tables_->checkpoints();
        lock.lock();
        checkpoints_ = std::move(checkpoints);
        reason_ = reason;
        if (reason.empty()) {
            settled_ += group.size();
            droppedSnapshots_ = 0;
        } else {
            waiting_.putBack(std::move(group));
            ++failures_;
        }
        written_.notify_all();
        if (isLastTry && !reason.empty()) { break; }
    }
}

std::string RunWriter::write(const std::vector<Event>& group)
{
    const RunTables::Position before = tables_->position();
    try {
        const std::string lost = loss();
        {
            std::lock_guard guard(mutex_);
            isLost_ = !lost.empty();
        }
        if (!lost.empty()) { return lost; }
        if (!begins(group)) { return {}; }
        setDurable(rewindTo_ || std::ranges::any_of(group, [](const Event& event) {
                       return std::holds_alternative<Checkpoint>(event);
                   }));
        Transaction transaction(*database_, Transaction::Kind::Write);
        if (rewindTo_) {
            tables_->bringUpToDate();
            tables_->rewindTo(*rewindTo_);
        }
        for (const Event& event : group) { add(event); }
        transaction.commit();
        dataVersion_ = database_->number("PRAGMA data_version");
        rewindTo_.reset();
        hasBegun_ = true;
        return {};
    } catch (const DatabaseError& error) {
        tables_->setPosition(before);
        return error.reason();
    } catch (const std::exception& error) { // out of memory
        tables_->setPosition(before);
        return error.what();
    }
}

void RunWriter::add(const Event& event)
{
    if (const auto* start = eventAs<Start>(event)) { return tables_->add(*start, sharesFile_ ? "wal" : "truncate"); }
    if (const auto* step = eventAs<Step>(event)) { return tables_->add(*step); }
    if (const auto* snapshot = eventAs<Snapshot>(event)) { return tables_->add(*snapshot); }
    if (const auto* evaluation = eventAs<Evaluation>(event)) { return tables_->add(*evaluation); }
    if (const auto* mark = eventAs<Mark>(event)) { return tables_->add(*mark); }
    if (const auto* checkpoint = eventAs<Checkpoint>(event)) { return tables_->add(*checkpoint); }
    tables_->add(std::get<End>(event));
}

// A checkpoint is what one goes on from after a power cut, so its commit waits until it is on the disk.
void RunWriter::setDurable(bool durable)
{
    if (durable == isDurable_) { return; }
    database_->run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    isDurable_ = durable;
}

void RunWriter::close()
{
    {
        std::lock_guard lock(mutex_);
        closing_ = true;
    }
    wake_.notify_all();
    written_.notify_all();
    if (thread_.joinable()) { thread_.join(); }
    if (database_) { closeFile(); }
}

} // namespace gridscope::run
