// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_reader.h"

#include "core/file/run_lock.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

namespace gridscope::run {

namespace {

constexpr const char* noRun = "no run has begun in it";

std::string logOf(const std::string& path)
{
    return quotedPath(std::filesystem::path(path).filename().string() + "-wal");
}

// As a database is before its first table.
bool isBare(Database& database)
{
    try {
        return database.number("SELECT count(*) FROM sqlite_schema") == 0;
    } catch (const DatabaseError&) {
        return false;
    }
}

[[noreturn]] void refuse(const std::string& path, const std::string& reason)
{
    throw DatabaseError("Cannot read the run file " + quotedPath(path) + ": " + reason + ".", reason);
}

// Runs `look` with one state of the file. A lack of memory is a property of the file here.
template <typename Look>
auto lookInto(Database& database, Look look)
{
    try {
        Transaction transaction(database, Transaction::Kind::Read);
        requireRunFile(database);
        RunRows rows(database);
        if (!rows.hasStart()) { refuse(database.path(), noRun); }
        return look(rows);
    } catch (const std::bad_alloc&) {
        refuse(database.path(), "it needs more memory than there is");
    }
}

// SQLite notes in the header that there is a write-ahead log; it is there as long as somebody writes, or was killed.
bool lacksLog(const std::string& path)
{
    constexpr std::streamoff placeOfFormat = 18;
    constexpr char withLog = 2;
    std::ifstream file(path, std::ios::binary);
    char format = 0;
    file.seekg(placeOfFormat).get(format);
    std::error_code error;
    const auto size = std::filesystem::file_size(path + "-wal", error);
    return file && format == withLog && (error || size == 0);
}

// Of "2026-03-01T12:00:00.123456Z".
double secondsOf(const std::string& text)
{
    std::tm time{};
    double fraction = 0;
    const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
    if (rest == nullptr) { return 0; }
    const char* const end = text.data() + text.size();
    if (rest != end && *rest == '.') { std::from_chars(rest, end, fraction); }
    return double(timegm(&time)) + fraction;
}

void syncFile(const std::string& path, int flags)
{
    const int handle = ::open(path.c_str(), flags | O_CLOEXEC);
    if (handle < 0) { return; }
    ::fsync(handle);
    ::close(handle);
}

} // namespace

RunReader::RunReader(std::string path) : path_(std::move(path))
{
    const auto database = Database::openToRead(path_);
    try {
        lookInto(*database, [this](RunRows& rows) {
            created_ = rows.created();
            start_ = rows.start();
        });
    } catch (const DatabaseError& error) {
        if (lacksLog(path_) && (error.reason() == noRun || isBare(*database))) {
            refuse(path_, "it was copied while it was being written, and all that it had told was in " + logOf(path_)
                              + ", which is not beside it");
        }
        throw;
    }
}

template <typename Look>
auto RunReader::look(Look look)
{
    const auto database = Database::openToRead(path_);
    return lookInto(*database, [&](RunRows& rows) {
        requireSameRun(rows);
        return look(rows);
    });
}

void RunReader::requireSameRun(RunRows& rows) const
{
    if (rows.created() != created_) { refuse(path_, "another run stands in its place now; open it again"); }
}

std::optional<End> RunReader::end()
{
    return look([](RunRows& rows) { return rows.end(); });
}

std::vector<Step> RunReader::stepRange(std::int64_t from, std::int64_t to)
{
    return look([&](RunRows& rows) { return rows.steps(from, to); });
}

std::vector<std::int64_t> RunReader::snapshotSteps()
{
    return look([](RunRows& rows) { return rows.stepsIn("snapshots"); });
}

SnapshotPtr RunReader::snapshotAt(std::int64_t step)
{
    return look([&](RunRows& rows) { return rows.snapshotAt(step, start_.layers.size()); });
}

std::vector<std::int64_t> RunReader::checkpointSteps()
{
    return look([](RunRows& rows) { return rows.stepsIn("checkpoints"); });
}

Checkpoint RunReader::checkpoint(std::int64_t step)
{
    return look([&](RunRows& rows) { return rows.checkpoint(step); });
}

std::vector<Mark> RunReader::marks()
{
    return look([](RunRows& rows) { return rows.marks(); });
}

std::string RunReader::placeThen(const std::string& key)
{
    return look([&](RunRows& rows) { return rows.place(key); });
}

std::string RunReader::remark()
{
    if (!lacksLog(path_) || hasEnded()) { return {}; }
    return "The run file " + quotedPath(path_) + " was copied while it was being written, without " + logOf(path_)
           + " beside it: what was told last is missing.";
}

double RunReader::begunAt() { return secondsOf(created_); }

namespace {

bool tellNews(RunRows& rows, const Start& start, ToldSoFar& told, Sink& sink, std::size_t mostSnapshots)
{
    const ToldSoFar before = told;
    if (!told.started) { sink.onStart(start); }
    told.started = true;
    rows.tellFrom(told, sink, start.layers.size(), mostSnapshots);
    const std::optional<End> end = told.ended ? std::nullopt : rows.end();
    if (end) {
        told.ended = true;
        sink.onEnd(*end);
    }
    return !before.started || end || told.step != before.step || told.sequence != before.sequence;
}

} // namespace

bool RunReader::poll(Sink& sink, std::size_t mostSnapshots)
{
    return look([&](RunRows& rows) {
        if (told_.started && rows.wasResumedSince(told_.sequence)) {
            refuse(path_, "it was resumed from an earlier step; open it again");
        }
        return tellNews(rows, start_, told_, sink, mostSnapshots);
    });
}

void readRun(const std::string& path, Sink& sink) { RunReader(path).poll(sink); }

void readRun(const std::string& name, Bytes bytes, Sink& sink)
{
    const auto database = Database::ofBytes(name, bytes);
    lookInto(*database, [&](RunRows& rows) {
        ToldSoFar told;
        tellNews(rows, rows.start(), told, sink, SIZE_MAX);
    });
}

History historyOf(const std::string& path)
{
    History history;
    RunReader(path).poll(history, History::mostSnapshots);
    return history;
}

void saveCopy(const std::string& from, const std::string& to, const std::function<bool(double share)>& progress)
{
    const auto source = Database::openToRead(from);
    requireRunFile(*source);
    std::error_code error;
    if (std::filesystem::equivalent(from, to, error)) {
        throw FileError("The run file " + quotedPath(from) + " cannot be copied onto itself.");
    }
    const RunLock lock(to); // nobody records into the file that is replaced
    const std::string neighbour = to + ".part";
    const auto remove = [](const std::string& path) {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    };
    remove(neighbour);
    try {
        const auto copy = Database::create(neighbour);
        copy->run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF"); // nobody sees it before it is whole
        if (!source->copyTo(*copy, progress)) { throw Cancelled(); }
        copy->run("PRAGMA journal_mode=DELETE"); // one plain file, also when the source had a log
    } catch (const Cancelled&) {
        remove(neighbour);
        throw;
    } catch (const DatabaseError& failure) {
        remove(neighbour);
        throw FileError("Cannot copy the run file " + quotedPath(from) + " to " + quotedPath(to) + ": "
                        + failure.reason() + ".");
    }
    syncFile(neighbour, O_RDWR);
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        remove(to + suffix);
    } // of a recording that was killed there
    std::filesystem::rename(neighbour, to, error);
    if (error) {
        remove(neighbour);
        throw FileError("Cannot replace " + quotedPath(to) + ": " + error.message() + ".");
    }
    syncFile(std::filesystem::absolute(to).parent_path(), O_RDONLY);
}

} // namespace gridscope::run
