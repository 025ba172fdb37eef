// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's C interface with owners: a database closes itself, a statement is freed, a transaction that was not committed
// is rolled back. Knows nothing of runs.
// Errors : DatabaseError (a FileError), one sentence with the file, the place and SQLite's reason.
// Limits : a file that is opened to be read may come from a stranger. It runs no code (no triggers, views or functions of its
//          own), no value is longer than 64 MB, and no single call takes more than 2 seconds.
// Threads: one at a time.
#pragma once

#include "core/base/error.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace gridscope::run {

class DatabaseError : public FileError {
public:
    DatabaseError(const std::string& sentence, const std::string& reason) : FileError(sentence), reason_(reason) {}
    const std::string& reason() const { return reason_; } // "the disk is full", no file, no full stop

private:
    std::string reason_;
};

std::string quotedPath(const std::string& path); // the whole path, fit for one line
void requireUnused(const std::string& path);     // FileError when something is there, be it a link to nothing

using Bytes = std::span<const std::uint8_t>;

// One prepared statement. Columns count from 0, parameters are bound one after the other from the first on.
class Statement {
public:
    Statement(Statement&&) = default;
    Statement& operator=(Statement&&) = default;

    Statement& bind(std::int64_t value);
    Statement& bind(double value);
    Statement& bind(std::string_view value);
    Statement& bind(Bytes value); // a copy is made
    Statement& bindNull();
    bool next();    // true while there is a row
    void execute(); // for statements without rows; ready for the next values
    void reset();

    enum class Type { Null, Integer, Real, Text, Blob };
    Type type(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const; // valid until the next call of next()
    Bytes blob(int column) const;            // the same

private:
    friend class Database;
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(class Database& database, sqlite3_stmt* statement, std::string place);
    void check(int code) const;

    class Database* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    std::string place_;
    int bound_ = 0;
};

class Database {
public:
    static std::unique_ptr<Database> create(const std::string& path); // must not exist
    static std::unique_ptr<Database> openToWrite(const std::string& path);
    static std::unique_ptr<Database> openToRead(const std::string& path);
    // Reads from memory what a file of that name holds. The bytes must outlive the database.
    static std::unique_ptr<Database> ofBytes(const std::string& name, Bytes bytes);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    const std::string& path() const { return path_; }
    void run(const std::string& sql); // one or more statements without results
    // `place` names what is looked at, for error sentences: "steps".
    Statement prepare(std::string_view sql, std::string place = "");
    std::int64_t number(std::string_view sql); // the one value that the query gives
    std::string word(std::string_view sql);
    bool wasMoved() const; // deleted or renamed since it was opened
    // What somebody else has done to the file without SQLite, as a reason; empty when nothing. Looked at in the open file: to
    // open it once more would drop SQLite's locks.
    std::string harm();
    // By SQLite's backup interface: whole at one instant. `goOn` is told the share that is done; false when it stopped that.
    bool copyTo(Database& other, const std::function<bool(double share)>& goOn = {});

    [[noreturn]] void fail(int code, const std::string& place = "") const;
    // The sentence for content that cannot be: "The run file "x" is damaged: steps, step 7: ...".
    [[noreturn]] void failDamaged(const std::string& place, const std::string& reason) const;

private:
    friend class Statement;
    using Clock = std::chrono::steady_clock;
    struct Close {
        void operator()(sqlite3* connection) const;
    };
    Database(std::string path, int flags, const std::string& uri);
    static std::unique_ptr<Database> ofRolledBackCopy(const std::string& path);
    void distrustSchema();
    void guardAgainstStrangers();
    void begin(); // of a call: its time starts now
    static int isLate(void* database);
    std::string reasonFor(int code) const;
    std::string systemReason(int code) const;

    std::string path_;
    bool writes_ = false;
    std::unique_ptr<sqlite3, Close> connection_;
    Clock::time_point deadline_ = Clock::time_point::max();
    mutable int systemError_ = 0;
    std::int64_t knownSize_ = 0; // bytes; a run file never becomes shorter
};

// Rolls back unless committed.
class Transaction {
public:
    enum class Kind { Read, Write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

private:
    Database& database_;
    bool isOpen_ = true;
};

} // namespace gridscope::run
