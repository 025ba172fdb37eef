// SPDX-License-Identifier: GPL-3.0-or-later
// Reads run files: a whole run into a Sink, single steps of it, or what was added since the last look while it is being
// written by this or another program.
// Errors : FileError, one sentence with the file, the place and the reason, for whatever is not a sound run file. What was
//          told before an error was sound.
// Limits : the file may come from a stranger: no look takes more than 2 seconds, no value more than 64 MB.
// Threads: one at a time for each reader; readers and the writer do not know of each other. Between calls a reader holds
//          nothing open, so the writer can close its file, and a file can be moved.
#pragma once

#include "core/file/run_rows.h"
#include "core/run/history.h"

#include <functional>

namespace gridscope::run {

class RunReader {
public:
    explicit RunReader(std::string path);

    const std::string& path() const { return path_; }
    const Start& start() const { return start_; }
    std::optional<End> end(); // nothing while it is unfinished
    bool hasEnded() { return end().has_value(); }
    std::vector<Step> stepRange(std::int64_t from, std::int64_t to); // both included
    std::vector<std::int64_t> snapshotSteps();                       // ascending
    SnapshotPtr snapshotAt(std::int64_t step);   // the newest kept at or before `step`, else the first, else nullptr
    std::vector<std::int64_t> checkpointSteps(); // ascending
    Checkpoint checkpoint(std::int64_t step);    // FileError when none is kept there
    std::vector<Mark> marks();
    std::string
    placeThen(const std::string& key); // "data_place", "weights_place": in full, by its bytes; "" when not told
    // What a reader of the run should know of the file itself: that it is a copy without the log beside it. "" when all is well.
    std::string remark();
    double begunAt(); // seconds since 1970; 0 when that is no time

    // Tells what was committed since the last call, the first time everything; false when there was nothing. Checkpoints come
    // without their bytes. FileError when the run was resumed meanwhile: what was told is then no longer true.
    // With `mostSnapshots` = History::mostSnapshots, a History gets at once what it would keep of all of them.
    bool poll(Sink& sink, std::size_t mostSnapshots = SIZE_MAX);

private:
    template <typename Look>
    auto look(Look look); // opens the file, and looks into one state of it
    void requireSameRun(RunRows& rows) const;

    std::string path_;
    Start start_;
    std::string created_;
    ToldSoFar told_;
};

// All events in the order in which they were told; no End when the run is unfinished.
void readRun(const std::string& path, Sink& sink);
// The same from a file's bytes; `name` is for sentences.
void readRun(const std::string& name, Bytes bytes, Sink& sink);
History historyOf(const std::string& path);
// A whole copy, also of a run that is being written. The target appears at once and complete, or stays as it was.
// `progress` is told the share that is done; when it says false, Cancelled is thrown.
void saveCopy(const std::string& from, const std::string& to, const std::function<bool(double share)>& progress = {});

class Cancelled : public Error {
public:
    Cancelled() : Error("Cancelled.") {}
};

} // namespace gridscope::run
