// SPDX-License-Identifier: GPL-3.0-or-later
// RunWriter: its file is opened, moved, lost and closed.
#include "core/file/run_reader.h"
#include "core/file/run_tables.h"
#include "core/file/run_upgrade.h"
#include "core/file/run_writer.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace gridscope::run {

namespace {

std::string folderOf(const std::string& path) { return std::filesystem::absolute(path).parent_path().string(); }

void removeDatabase(const std::string& path)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) { std::filesystem::remove(path + suffix, ignored); }
}

// What a program leaves that was killed before its run began: nothing, in a run file's clothes. (The lock is ours by now.)
bool holdsNoRun(const std::string& path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) { return false; }
    if (std::filesystem::file_size(path, error) == 0) { return true; }
    try {
        // Killed while the file became one, it has a journal that only a writer may play back.
        if (std::filesystem::exists(path + "-journal", error)) {
            Database::openToWrite(path)->number("SELECT count(*) FROM sqlite_schema");
        }
        if (std::filesystem::file_size(path, error) == 0) { return true; }
        const auto database = Database::openToRead(path);
        if (database->number("SELECT count(*) FROM sqlite_schema") == 0) {
            return true;
        } // killed before it had its tables
        requireRunFile(*database);
        return !database->prepare("SELECT 1 FROM run LIMIT 1", "run").next();
    } catch (const Error&) {
        return false;
    }
}

// Files of older formats, too: what makes them ones of this comes with the first that is written.
std::unique_ptr<Database> openToAdd(const std::string& path)
{
    auto database = Database::openToWrite(path);
    requireRunFile(*database);
    requireUpgradable(*database);
    return database;
}

} // namespace

void RunWriter::create()
{
    std::error_code error;
    if (holdsNoRun(path_)) { removeDatabase(path_); }
    if (std::filesystem::exists(std::filesystem::symlink_status(path_, error))) {
        throw FileError("The file " + quotedPath(path_) + " is there already; choose another name, or resume it.");
    }
    database_ = Database::create(path_);
    try {
        chooseJournal();
        tables_ = std::make_unique<RunTables>(*database_);
    } catch (const Error&) {
        database_.reset();
        removeDatabase(path_); // no half a file
        throw;
    }
}

void RunWriter::reopen(std::int64_t step)
{
    database_ = openToAdd(path_);
    tables_ = std::make_unique<RunTables>(*database_);
    tables_->requireCheckpoint(step);
    hasBegun_ = false;
    if (!options_.isNewFork) {
        const Transaction writes(
            *database_, Transaction::Kind::Write); // who may only read is told now, not after the data were loaded
        rewindTo_ = step;
        return;
    }
    chooseJournal();
    setDurable(true);
    Transaction transaction(*database_, Transaction::Kind::Write);
    tables_->bringUpToDate();
    tables_->rewindTo(step);
    transaction.commit();
}

// A resume that ends before it began has found no data, or not enough memory: nothing of the run is to go for that.
bool RunWriter::begins(const std::vector<Event>& group)
{
    if (hasBegun_) { return true; }
    const auto isEnd = [](const Event& event) { return std::holds_alternative<End>(event); };
    if (std::ranges::all_of(group, isEnd)) { return false; }
    if (rewindTo_) { chooseJournal(); }
    return true;
}

void RunWriter::chooseJournal()
{
    sharesFile_ = !options_.isOnNetwork(folderOf(path_));
    if (sharesFile_) {
        database_->run("PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=8000000");
    } else {
        database_->run("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=TRUNCATE");
    }
    database_->run("PRAGMA secure_delete=OFF; PRAGMA synchronous=NORMAL");
}

// ---- moving

void RunWriter::moveTo(const std::string& path) { askToMove(path, nullptr); }
void RunWriter::beginAnew(const std::string& path, std::shared_ptr<const History> before)
{
    askToMove(path, std::move(before));
}

void RunWriter::askToMove(const std::string& path, std::shared_ptr<const History> before)
{
    std::unique_lock lock(mutex_);
    if (closing_) { throw FileError("The run has ended; save a copy of its file instead."); }
    moveTo_ = path;
    anewWith_ = std::move(before);
    wake_.notify_one();
    written_.wait(lock, [&] { return moveTo_.empty() || closing_; });
    if (!moveTo_.empty()) { throw FileError("The run ended before its recording could be moved."); }
    if (!moveFailure_.empty()) { throw FileError(moveFailure_); }
}

std::string RunWriter::move(const std::string& to)
{
    try {
        requireUnused(to);
        saveCopy(path_, to);
        auto lock = std::make_unique<RunLock>(to);
        auto database = Database::openToWrite(to);
        tables_ = std::make_unique<RunTables>(*database);
        database_ = std::move(database);
        lock_ = std::move(lock);
        std::lock_guard guard(mutex_);
        path_ = to;
    } catch (const Error& error) {
        return error.what();
    }
    isDurable_ = false;
    chooseJournal();
    return {};
}

// A new file that begins with what `before` knows; the old one stays as it is.
std::string RunWriter::moveWithout(const std::string& to, const History& before)
{
    std::unique_ptr<Database> database;
    try {
        requireUnused(to);
        auto lock = std::make_unique<RunLock>(to);
        database = Database::create(to);
        auto tables = std::make_unique<RunTables>(*database);
        Transaction transaction(*database, Transaction::Kind::Write);
        tables->add(before.start(), options_.isOnNetwork(folderOf(to)) ? "truncate" : "wal");
        before.tellInOrder([&](const auto& event) { tables->add(event); });
        transaction.commit();
        tables_ = std::move(tables);
        database_ = std::move(database);
        lock_ = std::move(lock);
    } catch (const Error& error) {
        if (database) {
            database.reset();
            removeDatabase(to);
        }
        return error.what();
    }
    isDurable_ = false;
    {
        std::lock_guard guard(mutex_);
        path_ = to;
        settled_ += waiting_.dropKnownTo(before);
    }
    chooseJournal(); // looks at the disk, for which the job does not wait
    return {};
}

// ---- losing

std::string RunWriter::loss()
{
    if (database_->wasMoved()) { return "it was moved or deleted"; }
    const std::string harm = database_->harm();
    {
        std::lock_guard guard(mutex_);
        isHarmed_ = !harm.empty();
    }
    if (!harm.empty()) { return harm; }
    return lock_->isHeld() ? std::string() : takenOver();
}

// The lock is gone: somebody has removed it, and another program may have it since.
std::string RunWriter::takenOver()
{
    try {
        lock_ = std::make_unique<RunLock>(path());
    } catch (const FileBusyError&) {
        return "its lock was removed and another Gridscope writes it now";
    } catch (const FileError&) { // no place for a lock: nobody else can have one
        return {};
    }
    const bool isOurs = dataVersion_ == 0 || database_->number("PRAGMA data_version") == dataVersion_;
    return isOurs ? std::string() : "its lock was removed and another program has written into it";
}

// ---- closing

void RunWriter::closeFile()
{
    const bool isEmpty = !tables_->position().hasStarted || (!hasBegun_ && options_.isNewFork);
    tables_.reset();
    if (isLost()
        || (rewindTo_
            && !isEmpty)) { // whatever it is now is not ours; or nothing was written, so nothing is to be closed
        database_.reset();
        lock_.reset();
        return;
    }
    // One plain file without a log, which also opens where nothing can be written. A reader may be at it just now.
    for (int attempt = 0; attempt < 20; ++attempt) {
        try {
            if (database_->word("PRAGMA journal_mode=DELETE") == "delete") { break; }
        } catch (const DatabaseError&) { // the log stays beside it, and counts
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    database_.reset();
    if (isEmpty) { removeDatabase(path_); } // a run that never began
    lock_.reset();
}

void addBookmark(const std::string& path, std::int64_t step, const std::string& note)
{
    const RunLock lock(path);
    const auto database = openToAdd(path);
    Transaction transaction(*database, Transaction::Kind::Write);
    RunTables tables(*database);
    tables.bringUpToDate();
    tables.add(Mark{step, Mark::Kind::Bookmark, "", note, "", ""});
    tables.countMarksOfEnd();
    transaction.commit();
}

} // namespace gridscope::run
