// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/database.h"

#include <sqlite3.h>

namespace gridscope::run {

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
