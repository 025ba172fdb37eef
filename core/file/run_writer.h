// SPDX-License-Identifier: GPL-3.0-or-later
// Records a run: a Sink that writes every event into a run file (run_file.h), with one writing connection ever.
// Threads: the job's thread only queues events; a thread of the writer's own puts them into the file, one transaction per
//          snapshot and at least one each second. `problem`, `flush` and the destructor may be called from other threads.
// Memory : a copy of what is not yet written, at most 64 MB. When the disk is full or fails, training goes on: the events stay
//          in memory and are tried again each second, and problem() says so. Only when the memory is full does something go:
//          waiting checkpoints but the newest two, then the oldest waiting snapshots; never steps, marks or evaluations.
// Size   : snapshots and checkpoints thin with age by the rule in retention.h.
// Errors : the constructor and resume() throw FileError, one sentence; an event never throws.
#pragma once

#include "core/file/event_queue.h"
#include "core/file/run_lock.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace gridscope::run {

class Database;
class RunTables;

struct RecordingOptions {
    // Network drives get another journal, which shares the file with nobody while it is written.
    std::function<bool(const std::string& folder)> isOnNetwork = run::isOnNetwork;
    std::size_t mostWaitingBytes = std::size_t(64) << 20;
    std::chrono::milliseconds commitEvery{1000};
    bool isNewFork = false; // resume(): the file was made for this, so it goes when nothing is told
};

class RunWriter final : public EventSink {
public:
    // A new file. Refuses a name that exists.
    explicit RunWriter(const std::string& path, RecordingOptions options = {});
    // Goes on after the checkpoint at `step`: what was told after it is deleted in the transaction that adds the first event.
    // The job tells its Start again. Until then, and when all that comes is an End, the file stays as it was, byte for byte. A
    // file of an older format becomes one of this in the same transaction (run_upgrade.h).
    static std::unique_ptr<RunWriter> resume(const std::string& path, std::int64_t step, RecordingOptions options = {});
    ~RunWriter() override; // without an End before: the file then reads as unfinished
    RunWriter(const RunWriter&) = delete;
    RunWriter& operator=(const RunWriter&) = delete;

    void onEvent(Event event) override; // of an End it returns when all is in one plain file, or could not be written

    std::string path() const;
    std::string problem() const;                   // one sentence while something cannot be written, else empty
    std::vector<std::int64_t> checkpoints() const; // steps of those that are in the file now, ascending
    bool flush(); // waits until everything told so far is in the file; false when there is a problem
    // Goes on in a new file elsewhere, which gets what is in this one and what waits; this one stays as it is. FileError when
    // that cannot be, or when the run has ended: then nothing has changed.
    void moveTo(const std::string& path);
    // The file cannot be written any more, or is another's by now: it was moved, cut short, written over, or taken over by
    // another program. What waits is not lost.
    bool isLost() const;
    // Goes on in a new file elsewhere without what is in this one: `before` is what a History knows of the run. Of checkpoints
    // those go along that still wait. FileError as from moveTo.
    void beginAnew(const std::string& path, std::shared_ptr<const History> before);

private:
    using Clock = std::chrono::steady_clock;

    RunWriter(const std::string& path, RecordingOptions options, std::optional<std::int64_t> resumeAt);
    void create();
    void reopen(std::int64_t step);
    bool begins(const std::vector<Event>& group); // false: nothing is to be written yet
    void chooseJournal();
    void queue(Event event);
    void makeRoom(std::unique_lock<std::mutex>& lock);
    void loop();
    void moveAsAsked(std::unique_lock<std::mutex>& lock);
    bool waitForWork(std::unique_lock<std::mutex>& lock); // false when all is done
    std::string write(const std::vector<Event>& group);   // the reason when it failed
    void add(const Event& event);
    void setDurable(bool durable);
    std::string move(const std::string& to); // the sentence when it failed
    std::string moveWithout(const std::string& to, const History& before);
    void askToMove(const std::string& path, std::shared_ptr<const History> before);
    std::string loss(); // why the file is lost, else empty
    std::string takenOver();
    void close(); // ends the thread and the file; the second time nothing
    void closeFile();

    std::string path_; // guarded by the mutex, the next ones the thread's once it runs
    RecordingOptions options_;
    std::unique_ptr<RunLock> lock_;
    std::unique_ptr<Database> database_;
    std::unique_ptr<RunTables> tables_;
    bool sharesFile_ = true;               // with readers: not on a network drive
    bool isDurable_ = false;               // commits wait for the disk
    std::int64_t dataVersion_ = 0;         // SQLite's, of what this writer left
    std::optional<std::int64_t> rewindTo_; // of a resume of which nothing was told yet
    bool hasBegun_ = true;                 // something was told, or it is a new file

    mutable std::mutex mutex_;        // guards what follows
    std::condition_variable wake_;    // for the thread: work
    std::condition_variable written_; // for others: something was written, or failed
    EventQueue waiting_;
    std::uint64_t told_ = 0;    // events so far
    std::uint64_t settled_ = 0; // of those, in the file or dropped
    std::uint64_t failures_ = 0;
    std::int64_t droppedSnapshots_ = 0;
    std::string reason_; // of the last failure, empty after a success
    std::vector<std::int64_t> checkpoints_;
    int flushing_ = 0; // how many wait in flush()
    bool isLost_ = false;
    bool isHarmed_ = false;                   // lost, and nobody can read it
    std::string moveTo_;                      // asked for and not done yet
    std::shared_ptr<const History> anewWith_; // set when that is to be without what the file holds
    std::string moveFailure_;                 // of the last one that was asked for
    bool closing_ = false;
    std::thread thread_;
};

// A bookmark at a step of a run that nobody writes just now. FileError when somebody does, or the file cannot be changed.
void addBookmark(const std::string& path, std::int64_t step, const std::string& note);

} // namespace gridscope::run
