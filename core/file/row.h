// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a run file, written or read column after column with its checksum (run_file.h says of what).
#pragma once

#include "core/file/database.h"

#include <cstring>
#include <vector>

namespace gridscope::run {

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
    std::optional<std::int64_t> integerOrNone(std::int64_t low, std::int64_t high);
    double real();                        // NULL gives NaN
    double real(double low, double high); // no NaN
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

} // namespace gridscope::run
