// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/database.h"

#include "core/base/wording.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace gridscope::run {

namespace {

constexpr std::chrono::seconds patience{2}; // with a single call

} // namespace

std::string quotedPath(const std::string& path)
{
    std::string quoted = "\"" + path + "\"";
    std::ranges::replace_if(
        quoted, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '?');
    return quoted;
}

void requireUnused(const std::string& path)
{
    std::error_code ignored;
    if (!std::filesystem::exists(std::filesystem::symlink_status(path, ignored))) { return; }
    throw FileError("The file " + quotedPath(path) + " is there already; choose another name.");
}

void Database::begin()
{
    deadline_ = Clock::now() + patience;
    errno = 0;
}

int Database::isLate(void* database) { return Clock::now() > static_cast<Database*>(database)->deadline_ ? 1 : 0; }

void Database::run(const std::string& sql)
{
    begin();
    if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(sqlite3_extended_errcode(connection_.get()));
    }
}

Statement Database::prepare(std::string_view sql, std::string place)
{
    begin();
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(connection_.get(), sql.data(), int(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK) { fail(code, place); }
    return {*this, statement, std::move(place)};
}

std::int64_t Database::number(std::string_view sql)
{
    Statement statement = prepare(sql);
    return statement.next() ? statement.integer(0) : 0;
}

std::string Database::word(std::string_view sql)
{
    Statement statement = prepare(sql);
    return statement.next() ? std::string(statement.text(0)) : std::string();
}

bool Database::wasMoved() const
{
    int moved = 0;
    return sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

std::string Database::harm()
{
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file
        || !file->pMethods) {
        return {};
    }
    sqlite3_int64 size = 0;
    if (file->pMethods->xFileSize(file, &size) != SQLITE_OK) { return {}; }
    if (size < knownSize_) { return "something else has cut it short"; }
    knownSize_ = size;
    constexpr std::string_view beginning = "SQLite format 3";
    std::array<char, 16> first{};
    const bool isThere = size == 0 || file->pMethods->xRead(file, first.data(), int(first.size()), 0) == SQLITE_OK;
    if (isThere && (size == 0 || std::string_view(first.data(), beginning.size()) == beginning)) { return {}; }
    return "something else has written over it";
}

bool Database::copyTo(Database& other, const std::function<bool(double share)>& goOn)
{
    constexpr int pagesAtOnce = 4096; // 16 MB: some 20 ms
    if (goOn && !goOn(0)) { return false; }
    deadline_ = Clock::time_point::max();
    const Transaction oneInstant(*this, Transaction::Kind::Read);
    number(
        "SELECT count(*) FROM sqlite_schema"); // it begins with the first read; else what is written meanwhile would start the copy anew
    sqlite3_backup* backup = sqlite3_backup_init(other.connection_.get(), "main", connection_.get(), "main");
    if (!backup) { other.fail(sqlite3_extended_errcode(other.connection_.get())); }
    int step = SQLITE_OK;
    bool goesOn = true;
    while (step == SQLITE_OK && goesOn) {
        step = sqlite3_backup_step(backup, goOn ? pagesAtOnce : -1);
        const double all = sqlite3_backup_pagecount(backup);
        goesOn = !goOn || step != SQLITE_OK || goOn(1 - sqlite3_backup_remaining(backup) / all);
    }
    sqlite3_backup_finish(backup);
    if (!goesOn) { return false; }
    if (step != SQLITE_DONE) {
        const bool isOurs =
            (step & 0xFF) == SQLITE_CORRUPT || (step & 0xFF) == SQLITE_NOTADB || (step & 0xFF) == SQLITE_BUSY;
        (isOurs ? *this : other).fail(step);
    }
    return true;
}

std::string Database::reasonFor(int code) const
{
    switch (code & 0xFF) {
    case SQLITE_NOTADB: return "it is not a Gridscope run";
    case SQLITE_CORRUPT: return "it is damaged (" + std::string(sqlite3_errstr(SQLITE_CORRUPT)) + ")";
    case SQLITE_INTERRUPT: return "a look into it takes more than 2 seconds, so it must be damaged";
    case SQLITE_TOOBIG: return "it has a value of more than 64 MB";
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another program is writing it and shares it with nobody";
    case SQLITE_NOMEM: return "there is not enough memory";
    case SQLITE_FULL: return "the disk is full";
    case SQLITE_ERROR: return "its tables are not those of a run (" + shown(sqlite3_errmsg(connection_.get())) + ")";
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN: return systemReason(code);
    default: return sqlite3_errstr(code & 0xFF);
    }
}

std::string Database::systemReason(int code) const
{
    // SQLite does not note the system's error when it happens in a commit.
    const int noted = connection_ ? sqlite3_system_errno(connection_.get()) : 0;
    const int system = noted != 0 ? noted : systemError_;
    return system != 0 ? std::strerror(system) : sqlite3_errstr(code & 0xFF);
}

void Database::fail(int code, const std::string& place) const
{
    systemError_ = errno;
    const std::string reason = reasonFor(code);
    const std::string where = place.empty() ? "" : " (" + place + ")";
    throw DatabaseError("Cannot " + std::string(writes_ ? "write" : "read") + " the run file " + quotedPath(path_)
                            + where + ": " + reason + ".",
                        reason);
}

void Database::failDamaged(const std::string& place, const std::string& reason) const
{
    throw DatabaseError("The run file " + quotedPath(path_) + " is damaged: " + place + ": " + reason + ".",
                        "it is damaged");
}

} // namespace gridscope::run
