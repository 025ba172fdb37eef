// SPDX-License-Identifier: GPL-3.0-or-later
// The run file's format, version 3: an SQLite database, suffix `.gridscope`. core/README.md describes it for people.
// Rows   : the last column of every table is a checksum of all others, so that no altered value is ever taken for a
//          recorded one: XXH3 (64 bits) of the table's name and then the values in the order of the columns, each as one
//          letter and its bytes, little-endian: i (integer) and r (real) with 8 bytes, t (text) and b (array, uncompressed)
//          with a length of 8 bytes and the content, n (NULL) alone. Keys are columns, so a row in another's place is
//          noticed as well. In steps, evaluations and marks the key of the row before comes before the first column (the
//          smallest integer in front of the first step, else 0), so that a lost row is noticed.
// Before : version 1 had no masks, keep probabilities and multiply-accumulates, version 2 no decisions; they are read as if
//          there were none, and never written on. `schemaText(1)` has the tables of version 1.
// Values : NaN is NULL, so is an array of bytes (unpacked, for a handful of values) that has none. Arrays are little-endian and in zlib's form, packed at level 1 or,
//          above 64 kB, only stored.
// Order  : what is not a step has a `sequence`, ascending in the order in which it was told, and `after_step`, the last step
//          that was told before. So a reader tells everything in the order of the live run.
#pragma once

#include "core/file/database.h"

#include <cstring>
#include <vector>

namespace gridscope::run {

constexpr std::int64_t runFileId = 0x47725363; // application_id, "GrSc"
constexpr std::int64_t runFileVersion = 3;     // user_version
constexpr std::int64_t oldestRunFileVersion = 1;
constexpr std::size_t checkpointPartBytes = 8 << 20;
std::string schemaText(std::int64_t version = runFileVersion); // the CREATE statements
std::string insertInto(const std::string& table, int columns); // the statement that a RowWriter writes with

// One row on its way into a table: binds column after column and the checksum last.
class RowWriter {
public:
    RowWriter(Statement& statement, std::string_view table);
    RowWriter& sumOnly(std::int64_t value); // counts for the checksum, is no column
    RowWriter& integer(std::int64_t value);
    RowWriter& real(double value);
    RowWriter& text(std::string_view value);
    RowWriter& null();
    RowWriter& array(Bytes content);
    RowWriter& bytes(Bytes content); // as they are
    void write();

private:
    Statement& statement_;
    std::string summed_;
};

// One row out of a table, column after column in the same order. Every value is checked before it is used: type, range and
// length at once, the checksum by check(). Throws DatabaseError with the row's place.
class RowReader {
public:
    RowReader(const Database& database, const Statement& statement, std::string_view table);
    RowReader& sumOnly(std::int64_t value);
    std::int64_t integer(std::int64_t low = INT64_MIN, std::int64_t high = INT64_MAX);
    double real(); // NULL gives NaN
    std::string text(std::size_t mostBytes);
    bool isNull() const;
    void null();
    std::vector<std::uint8_t> array(std::size_t bytes); // exactly that long
    std::vector<std::uint8_t> bytes(std::size_t mostBytes);
    void check();
    [[noreturn]] void fail(const std::string& reason) const;

private:
    void require(bool holds, const std::string& reason) const;

    const Database& database_;
    const Statement& statement_;
    std::string table_;
    std::string summed_;
    int column_ = 0;
};

std::vector<std::uint8_t> packed(Bytes content);

// Values of an array as bytes and back.
template <typename T>
Bytes bytesOf(const std::vector<T>& values)
{
    return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)};
}
template <typename T>
std::vector<T> valuesOf(const std::vector<std::uint8_t>& bytes)
{
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!bytes.empty()) { std::memcpy(values.data(), bytes.data(), bytes.size()); }
    return values;
}

// Application id, version, and that its tables are those of schemaText(version), word for word. Returns the version.
// Throws DatabaseError.
std::int64_t requireRunFile(Database& database);

} // namespace gridscope::run
