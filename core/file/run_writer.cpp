// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_writer.h"

#include "core/base/wording.h"
#include "core/file/run_reader.h"
#include "core/file/run_tables.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace gridscope::run {

namespace {

constexpr std::size_t fewerThan(std::size_t count) { return std::max<std::size_t>(1, count / 8); }
constexpr std::int64_t checkpointsAlwaysKept = 2;
constexpr std::chrono::seconds patience{1}; // with a slow disk, before something is dropped

std::string folderOf(const std::string& path) { return std::filesystem::absolute(path).parent_path().string(); }

void removeDatabase(const std::string& path)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) { std::filesystem::remove(path + suffix, ignored); }
}

std::size_t sizeOfSnapshot(const Snapshot& snapshot)
{
    std::size_t size = sizeof(Snapshot) + snapshot.activations.size() * sizeof(ActivationState);
    for (const LayerState& layer : snapshot.layers) {
        size += sizeof(LayerState) + 4 * (layer.histogram.size() + layer.counts.size() + layer.followed.size());
    }
    return size;
}

std::string megabytes(std::size_t bytes) { return std::to_string((bytes + 500'000) / 1'000'000) + " MB"; }

} // namespace

// ---- what waits

bool RunWriter::isUrgent(const Event& event)
{
    return std::holds_alternative<SnapshotPtr>(event) || std::holds_alternative<Checkpoint>(event)
           || std::holds_alternative<std::shared_ptr<const Start>>(event)
           || std::holds_alternative<std::shared_ptr<const End>>(event);
}

std::size_t RunWriter::sizeOf(const Event& event)
{
    if (const auto* snapshot = std::get_if<SnapshotPtr>(&event)) { return sizeof(Event) + sizeOfSnapshot(**snapshot); }
    if (const auto* checkpoint = std::get_if<Checkpoint>(&event)) {
        return sizeof(Event) + (checkpoint->bytes ? checkpoint->bytes->size() : 0);
    }
    if (const auto* evaluation = std::get_if<std::shared_ptr<const Evaluation>>(&event)) {
        const auto& map = (*evaluation)->decisions;
        const std::size_t cells = map ? map->quantized.size() + map->latent.size() + map->floatStart.size() : 0;
        return sizeof(Event) + sizeof(Evaluation) + cells;
    }
    return sizeof(Event) + (std::holds_alternative<Step>(event) ? 0 : sizeof(Mark));
}

void RunWriter::Waiting::count(const Event& event, int sign)
{
    bytes += std::size_t(sign) * sizeOf(event);
    snapshots += std::holds_alternative<SnapshotPtr>(event) ? sign : 0;
    checkpoints += std::holds_alternative<Checkpoint>(event) ? sign : 0;
    urgent += isUrgent(event) ? sign : 0;
}

void RunWriter::Waiting::add(Event event)
{
    count(event, 1);
    events.push_back(std::move(event));
}

void RunWriter::Waiting::putBack(std::vector<Event> group)
{
    for (const Event& event : group) { count(event, 1); }
    events.insert(events.begin(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
}

std::vector<RunWriter::Event> RunWriter::Waiting::takeGroup()
{
    std::vector<Event> group;
    while (!events.empty() && (group.empty() || !isUrgent(group.back()))) {
        count(events.front(), -1);
        group.push_back(std::move(events.front()));
        events.pop_front();
    }
    return group;
}

// Several at once, so that the search for them is not made for each event.
std::int64_t RunWriter::Waiting::dropOldSnapshots()
{
    const auto most = fewerThan(std::size_t(snapshots));
    std::size_t dropped = 0;
    std::erase_if(events, [&](const Event& event) {
        if (dropped == most || !std::holds_alternative<SnapshotPtr>(event)) { return false; }
        count(event, -1);
        ++dropped;
        return true;
    });
    return std::int64_t(dropped);
}

std::int64_t RunWriter::Waiting::dropOldCheckpoints()
{
    const std::int64_t before = checkpoints;
    std::erase_if(events, [&](const Event& event) {
        if (checkpoints <= checkpointsAlwaysKept || !std::holds_alternative<Checkpoint>(event)) { return false; }
        count(event, -1);
        return true;
    });
    return before - checkpoints;
}

// Those that a History has, which is told before them.
std::size_t RunWriter::Waiting::dropKnownTo(const History& history)
{
    const auto isKnown = [&](const Event& event) {
        if (const auto* step = std::get_if<Step>(&event)) { return step->index <= history.lastStep(); }
        if (const auto* snapshot = std::get_if<SnapshotPtr>(&event)) {
            return history.latest() && (*snapshot)->step <= history.latest()->step;
        }
        if (const auto* evaluation = std::get_if<std::shared_ptr<const Evaluation>>(&event)) {
            return std::ranges::any_of(history.evaluations(), [&](const Evaluation& e) {
                return e.step == (*evaluation)->step && e.set == (*evaluation)->set;
            });
        }
        if (const auto* mark = std::get_if<std::shared_ptr<const Mark>>(&event)) {
            return std::ranges::any_of(history.marks(), [&](const Mark& m) {
                return m.step == (*mark)->step && m.kind == (*mark)->kind && m.what == (*mark)->what;
            });
        }
        return std::holds_alternative<std::shared_ptr<const Start>>(event);
    };
    return std::erase_if(events, [&](const Event& event) {
        if (!isKnown(event)) { return false; }
        count(event, -1);
        return true;
    });
}

// ---- opening

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

namespace {

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

namespace {

// Only files of this version get further rows.
std::unique_ptr<Database> openToAdd(const std::string& path)
{
    auto database = Database::openToWrite(path);
    if (const std::int64_t version = requireRunFile(*database); version != runFileVersion) {
        throw FileError("Cannot go on with the run file " + quotedPath(path)
                        + ": it was written by an older Gridscope (format " + std::to_string(version)
                        + "); export its checkpoint, or start the run again.");
    }
    return database;
}

} // namespace

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
    tables_->rewindTo(step);
    transaction.commit();
}

// A resume that ends before it began has found no data, or not enough memory: nothing of the run is to go for that.
bool RunWriter::begins(const std::vector<Event>& group)
{
    if (hasBegun_) { return true; }
    const auto isEnd = [](const Event& event) { return std::holds_alternative<std::shared_ptr<const End>>(event); };
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

// ---- the job's side

void RunWriter::onStart(const Start& start) { tell(std::make_shared<const Start>(start)); }
void RunWriter::onStep(const Step& step) { tell(step); }
void RunWriter::onSnapshot(const SnapshotPtr& snapshot) { tell(snapshot); }
void RunWriter::onEvaluation(const Evaluation& evaluation) { tell(std::make_shared<const Evaluation>(evaluation)); }
void RunWriter::onMark(const Mark& mark) { tell(std::make_shared<const Mark>(mark)); }
void RunWriter::onCheckpoint(const Checkpoint& checkpoint) { tell(checkpoint); }

void RunWriter::onEnd(const End& end)
{
    tell(std::make_shared<const End>(end));
    close();
}

void RunWriter::tell(Event event)
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

void RunWriter::loop()
{
    std::unique_lock lock(mutex_);
    while (waitForWork(lock)) {
        if (!moveTo_.empty()) {
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
        if (rewindTo_) { tables_->rewindTo(*rewindTo_); }
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

void RunWriter::add(const Event& event)
{
    const auto addOne = [this](const auto& value) { tables_->add(value); };
    const auto addShared = [&](const auto& pointer) { addOne(*pointer); };
    if (const auto* step = std::get_if<Step>(&event)) { return addOne(*step); }
    if (const auto* checkpoint = std::get_if<Checkpoint>(&event)) { return addOne(*checkpoint); }
    if (const auto* snapshot = std::get_if<SnapshotPtr>(&event)) { return addShared(*snapshot); }
    if (const auto* evaluation = std::get_if<std::shared_ptr<const Evaluation>>(&event)) {
        return addShared(*evaluation);
    }
    if (const auto* mark = std::get_if<std::shared_ptr<const Mark>>(&event)) { return addShared(*mark); }
    if (const auto* end = std::get_if<std::shared_ptr<const End>>(&event)) { return addShared(*end); }
    tables_->add(*std::get<std::shared_ptr<const Start>>(event), sharesFile_ ? "wal" : "truncate");
}

// A checkpoint is what one goes on from after a power cut, so its commit waits until it is on the disk.
void RunWriter::setDurable(bool durable)
{
    if (durable == isDurable_) { return; }
    database_->run(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    isDurable_ = durable;
}

// ---- closing

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
    tables.add(Mark{step, Mark::Kind::Bookmark, "", note, "", ""});
    tables.countMarksOfEnd();
    transaction.commit();
}

} // namespace gridscope::run
