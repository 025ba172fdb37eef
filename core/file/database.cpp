// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/database.h"

#include "core/base/wording.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace gridscope::run {

namespace {

constexpr int mostValueBytes = 64 << 20;
constexpr int callsBetweenLooks = 1000;     // virtual machine steps between two looks at the clock
constexpr std::chrono::seconds patience{2}; // with a single call
constexpr int patienceMilliseconds = 1000;  // with another connection that holds the lock for a moment

// A path as a file: URI, so that it may hold any character and carry parameters.
std::string uriOf(const std::string& path, const std::string& parameters)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(path).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isPlain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::strchr("/-_.~", c);
        if (isPlain) {
            uri += c;
        } else {
            uri.append({'%', digits[byte >> 4U], digits[byte & 15U]});
        }
    }
    return uri + "?" + parameters;
}

// Only regular files: a folder gives odd messages, a pipe would wait for ever.
void requireFile(const std::string& path)
{
    struct stat status {};
    const int error = ::stat(path.c_str(), &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    const std::string reason = error != 0                ? std::strerror(error)
                               : S_ISREG(status.st_mode) ? ""
                                                         : "it is not a regular file";
    if (!reason.empty()) {
        throw DatabaseError("Cannot open the run file " + quotedPath(path) + ": " + reason + ".", reason);
    }
}

// The journal of a change over several databases names a file that SQLite reads and deletes when it puts the change back. Ours
// never does; a stranger's would choose any file. It ends with these bytes then.
void requireOwnJournal(const std::string& path)
{
    constexpr std::array<unsigned char, 8> magic = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
    std::ifstream journal(path + "-journal", std::ios::binary | std::ios::ate);
    if (!journal || journal.tellg() < std::streamoff(magic.size())) { return; }
    std::array<unsigned char, magic.size()> last{};
    journal.seekg(-std::streamoff(magic.size()), std::ios::end);
    journal.read(reinterpret_cast<char*>(last.data()), std::streamsize(last.size()));
    if (last != magic) { return; }
    const std::string reason = "its journal belongs to several databases, and a run is one";
    throw DatabaseError("Cannot use the run file " + quotedPath(path) + ": " + reason + ".", reason);
}

bool isEmptyOrMissing(const std::string& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error || size == 0;
}

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

// ---- Statement

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Statement::Statement(Database& database, sqlite3_stmt* statement, std::string place)
    : database_(&database), statement_(statement), place_(std::move(place))
{}

void Statement::check(int code) const
{
    if (code != SQLITE_OK) { database_->fail(code, place_); }
}

Statement& Statement::bind(std::int64_t value)
{
    check(sqlite3_bind_int64(statement_.get(), ++bound_, value));
    return *this;
}

Statement& Statement::bind(double value)
{
    check(sqlite3_bind_double(statement_.get(), ++bound_, value));
    return *this;
}

Statement& Statement::bind(std::string_view value)
{
    const char* text = value.empty() ? "" : value.data(); // a null pointer would bind NULL
    check(sqlite3_bind_text64(statement_.get(), ++bound_, text, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(Bytes value)
{
    const void* data = value.empty() ? static_cast<const void*>("") : value.data();
    check(sqlite3_bind_blob64(statement_.get(), ++bound_, data, value.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindNull()
{
    check(sqlite3_bind_null(statement_.get(), ++bound_));
    return *this;
}

bool Statement::next()
{
    database_->begin();
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) { return true; }
    if (code == SQLITE_DONE) { return false; }
    database_->fail(sqlite3_extended_errcode(database_->connection_.get()), place_);
}

void Statement::execute()
{
    try {
        next();
    } catch (...) {
        reset();
        throw;
    }
    reset();
}

void Statement::reset()
{
    sqlite3_reset(statement_.get());
    bound_ = 0;
}

Statement::Type Statement::type(int column) const
{
    switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER: return Type::Integer;
    case SQLITE_FLOAT: return Type::Real;
    case SQLITE_TEXT: return Type::Text;
    case SQLITE_BLOB: return Type::Blob;
    default: return Type::Null;
    }
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string_view Statement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    return text ? std::string_view(text, std::size_t(sqlite3_column_bytes(statement_.get(), column)))
                : std::string_view();
}

Bytes Statement::blob(int column) const
{
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    return data ? Bytes(data, std::size_t(sqlite3_column_bytes(statement_.get(), column))) : Bytes();
}

// ---- Database

void Database::Close::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Database::Database(std::string path, int flags, const std::string& uri)
    : path_(std::move(path)), writes_(flags & SQLITE_OPEN_READWRITE)
{
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(uri.c_str(), &connection, flags | SQLITE_OPEN_URI, nullptr);
    connection_.reset(connection);
    if (code != SQLITE_OK) { fail(code); }
    sqlite3_extended_result_codes(connection, 1);
    sqlite3_busy_timeout(connection, patienceMilliseconds);
}

Database::~Database() = default;

std::unique_ptr<Database> Database::create(const std::string& path)
{
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE;
    return std::unique_ptr<Database>(new Database(path, flags, uriOf(path, "")));
}

std::unique_ptr<Database> Database::openToWrite(const std::string& path)
{
    requireFile(path);
    requireOwnJournal(path);
    std::unique_ptr<Database> database(new Database(path, SQLITE_OPEN_READWRITE, uriOf(path, "mode=rw")));
    database->distrustSchema();
    return database;
}

std::unique_ptr<Database> Database::openToRead(const std::string& path)
{
    requireFile(path);
    std::unique_ptr<Database> database(new Database(path, SQLITE_OPEN_READONLY, uriOf(path, "mode=ro")));
    database->guardAgainstStrangers();
    try {
        database->number("PRAGMA schema_version"); // the first look into the file
    } catch (const DatabaseError&) {
        // A write-ahead log needs two files beside it, which a read-only folder does not take. Without a log none is needed;
        // with that of a killed program, its index lies in memory, which SQLite allows where nobody else is to be locked out.
        const int code = sqlite3_extended_errcode(database->connection_.get());
        if (code == SQLITE_READONLY_ROLLBACK) { return ofRolledBackCopy(path); }
        if ((code & 0xFF) != SQLITE_CANTOPEN && (code & 0xFF) != SQLITE_READONLY) { throw; }
        const bool hasLog = !isEmptyOrMissing(path + "-wal");
        database.reset(new Database(path, SQLITE_OPEN_READONLY,
                                    uriOf(path, hasLog ? "mode=ro&vfs=unix-none" : "mode=ro&immutable=1")));
        database->guardAgainstStrangers();
        if (hasLog) { database->run("PRAGMA locking_mode=EXCLUSIVE"); }
    }
    return database;
}

// A program that was killed in the middle of a change has left a journal of what was there before. Only a writer may put that
// back, so it is done in a copy, which is then read from memory.
std::unique_ptr<Database> Database::ofRolledBackCopy(const std::string& path)
{
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "gridscope-XXXXXX").string();
    if (!::mkdtemp(folder.data())) {
        throw DatabaseError("Cannot read the run file " + quotedPath(path) + ": " + std::strerror(errno) + ".",
                            std::strerror(errno));
    }
    struct Removed {
        ~Removed()
        {
            std::error_code ignored;
            fs::remove_all(folder, ignored);
        }
        const std::string& folder;
    } const removed{folder};
    std::error_code error;
    fs::copy_file(path, folder + "/run", error);
    if (!error) { fs::copy_file(path + "-journal", folder + "/run-journal", error); }
    if (error) {
        throw DatabaseError("Cannot read the run file " + quotedPath(path) + ": " + error.message() + ".",
                            error.message());
    }
    std::unique_ptr<Database> database(new Database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, "file::memory:"));
    {
        const auto copy = openToWrite(folder + "/run");
        copy->number("PRAGMA schema_version"); // the first look puts it back
        if (!copy->copyTo(*database)) { database->fail(SQLITE_IOERR); }
    }
    database->writes_ = false;
    database->guardAgainstStrangers();
    return database;
}

std::unique_ptr<Database> Database::ofBytes(const std::string& name, Bytes bytes)
{
    std::unique_ptr<Database> database(new Database(name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, "file::memory:"));
    // SQLite promises not to write to it: read-only.
    auto* data = const_cast<unsigned char*>(bytes.data());
    const auto size = sqlite3_int64(bytes.size());
    const int code =
        sqlite3_deserialize(database->connection_.get(), "main", data, size, size, SQLITE_DESERIALIZE_READONLY);
    if (code != SQLITE_OK) { database->fail(code); }
    database->writes_ = false;
    database->guardAgainstStrangers();
    return database;
}

// Nothing that the file's own schema says is run, whether we read or write.
void Database::distrustSchema()
{
    sqlite3* connection = connection_.get();
    sqlite3_limit(connection, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
}

void Database::guardAgainstStrangers()
{
    distrustSchema();
    sqlite3* connection = connection_.get();
    sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, mostValueBytes);
    sqlite3_limit(connection, SQLITE_LIMIT_SQL_LENGTH, 100'000);
    sqlite3_limit(connection, SQLITE_LIMIT_COLUMN, 100);
    sqlite3_limit(connection, SQLITE_LIMIT_EXPR_DEPTH, 20);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); // readers leave the log to the writer
    sqlite3_progress_handler(connection, callsBetweenLooks, &Database::isLate, this);
    run("PRAGMA query_only=1; PRAGMA cell_size_check=1; PRAGMA mmap_size=0");
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

// ---- Transaction

Transaction::Transaction(Database& database, Kind kind) : database_(database)
{
    database_.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction()
{
    if (!isOpen_) { return; }
    try {
        database_.run("ROLLBACK");
    } catch (const DatabaseError&) { // after some errors SQLite has rolled back by itself
    }
}

void Transaction::commit()
{
    database_.run("COMMIT");
    isOpen_ = false;
}

} // namespace gridscope::run
