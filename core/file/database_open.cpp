// SPDX-License-Identifier: GPL-3.0-or-later
// Database: how a file is opened, and what a stranger's may do.
#include "core/file/database.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace gridscope::run {

namespace {

constexpr int mostValueBytes = 64 << 20;
constexpr int callsBetweenLooks = 1000;    // virtual machine steps between two looks at the clock
constexpr int patienceMilliseconds = 1000; // with another connection that holds the lock for a moment

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

} // namespace gridscope::run
