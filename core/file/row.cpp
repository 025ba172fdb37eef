// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/row.h"

#include "core/base/wording.h"

#include <xxhash.h>
#include <zlib.h>

#include <bit>
#include <cmath>
#include <limits>
#include <new>

namespace gridscope::run {

static_assert(std::endian::native == std::endian::little, "arrays are copied to and from files as they are in memory");

namespace {

constexpr int fastest = 1; // zlib level
constexpr std::size_t mostPackedBytes = 65536;
constexpr std::size_t mostPacked = 1100; // zlib makes at most that many bytes out of one

void addRaw(std::string& summed, char letter, const void* bytes, std::size_t size)
{
    summed += letter;
    summed.append(static_cast<const char*>(bytes), size);
}

void addInteger(std::string& summed, std::int64_t value) { addRaw(summed, 'i', &value, sizeof value); }

void addReal(std::string& summed, double value)
{
    const double stored = value == 0 ? 0.0 : value; // SQLite keeps no negative zero
    addRaw(summed, 'r', &stored, sizeof stored);
}

void addLong(std::string& summed, char letter, const void* bytes, std::uint64_t size)
{
    addRaw(summed, letter, &size, sizeof size);
    summed.append(static_cast<const char*>(bytes), std::size_t(size));
}

std::string beginning(std::string_view table)
{
    std::string summed;
    addLong(summed, 't', table.data(), table.size());
    return summed;
}

std::int64_t checksumOf(const std::string& summed) { return std::int64_t(XXH3_64bits(summed.data(), summed.size())); }

// zlib's 256 kB of working memory, kept: to ask for it anew for each small array would cost ten times the packing.
class Packer {
public:
    Packer()
    {
        if (deflateInit(&stream_, fastest) != Z_OK) { throw std::bad_alloc(); }
    }
    ~Packer() { deflateEnd(&stream_); }
    Packer(const Packer&) = delete;
    Packer& operator=(const Packer&) = delete;

    std::vector<std::uint8_t> packed(Bytes content)
    {
        deflateReset(&stream_);
        // Large arrays are weights, whose bytes are random: packing them took longer than all other recording together and
        // saved a twelfth.
        deflateParams(&stream_, content.size() > mostPackedBytes ? Z_NO_COMPRESSION : fastest, Z_DEFAULT_STRATEGY);
        std::vector<std::uint8_t> bytes(deflateBound(&stream_, uLong(content.size())));
        stream_.next_in = const_cast<Bytef*>(content.data());
        stream_.avail_in = uInt(content.size());
        stream_.next_out = bytes.data();
        stream_.avail_out = uInt(bytes.size());
        deflate(&stream_, Z_FINISH); // with that much room it cannot fail
        bytes.resize(stream_.total_out);
        return bytes;
    }

private:
    z_stream stream_{};
};

} // namespace

// ---- RowWriter

RowWriter::RowWriter(Statement& statement, std::string_view table) : statement_(statement), summed_(beginning(table))
{
    statement_.reset();
}

RowWriter& RowWriter::sumOnly(std::int64_t value)
{
    addInteger(summed_, value);
    return *this;
}

RowWriter& RowWriter::integer(std::int64_t value)
{
    addInteger(summed_, value);
    statement_.bind(value);
    return *this;
}

RowWriter& RowWriter::real(double value)
{
    if (std::isnan(value)) { return null(); }
    addReal(summed_, value);
    statement_.bind(value);
    return *this;
}

RowWriter& RowWriter::text(std::string_view value)
{
    addLong(summed_, 't', value.data(), value.size());
    statement_.bind(value);
    return *this;
}

RowWriter& RowWriter::null()
{
    summed_ += 'n';
    statement_.bindNull();
    return *this;
}

RowWriter& RowWriter::array(Bytes content)
{
    addLong(summed_, 'b', content.data(), content.size());
    statement_.bind(Bytes(packed(content)));
    return *this;
}

RowWriter& RowWriter::bytes(Bytes content)
{
    if (content.empty()) { return null(); }
    addLong(summed_, 'b', content.data(), content.size());
    statement_.bind(content);
    return *this;
}

void RowWriter::write()
{
    statement_.bind(checksumOf(summed_));
    statement_.execute();
}

// ---- RowReader

RowReader::RowReader(const Database& database, const Statement& statement, std::string_view table)
    : database_(database), statement_(statement), table_(table), summed_(beginning(table))
{}

RowReader& RowReader::sumOnly(std::int64_t value)
{
    addInteger(summed_, value);
    return *this;
}

std::int64_t RowReader::integer(std::int64_t low, std::int64_t high)
{
    require(statement_.type(column_) == Statement::Type::Integer, "a whole number is something else");
    const std::int64_t value = statement_.integer(column_++);
    require(value >= low && value <= high, "a number is out of range");
    addInteger(summed_, value);
    return value;
}

std::optional<std::int64_t> RowReader::integerOrNone(std::int64_t low, std::int64_t high)
{
    if (!isNull()) { return integer(low, high); }
    null();
    return std::nullopt;
}

double RowReader::real()
{
    if (isNull()) {
        null();
        return std::numeric_limits<double>::quiet_NaN();
    }
    require(statement_.type(column_) == Statement::Type::Real, "a number is something else");
    const double value = statement_.real(column_++);
    addReal(summed_, value);
    return value;
}

double RowReader::real(double low, double high)
{
    const double value = real();
    require(value >= low && value <= high, "a number is out of range"); // NaN is
    return value;
}

std::string RowReader::text(std::size_t mostBytes)
{
    require(statement_.type(column_) == Statement::Type::Text, "a text is something else");
    std::string value(statement_.text(column_++));
    require(value.size() <= mostBytes, "a text is too long");
    addLong(summed_, 't', value.data(), value.size());
    return value;
}

bool RowReader::isNull() const { return statement_.type(column_) == Statement::Type::Null; }

void RowReader::null()
{
    summed_ += 'n';
    ++column_;
}

std::vector<std::uint8_t> RowReader::array(std::size_t bytes)
{
    require(statement_.type(column_) == Statement::Type::Blob, "an array is something else");
    const Bytes stored = statement_.blob(column_++);
    require(bytes <= stored.size() * mostPacked, "an array is cut short"); // before memory is taken
    std::vector<std::uint8_t> content(bytes);
    auto written = uLongf(bytes);
    std::uint8_t nothing = 0; // zlib wants a place even for no bytes
    const int code = uncompress(bytes > 0 ? content.data() : &nothing, &written, stored.data(), uLong(stored.size()));
    require(code == Z_OK && written == bytes, "an array cannot be unpacked");
    addLong(summed_, 'b', content.data(), content.size());
    return content;
}

std::vector<std::uint8_t> RowReader::bytes(std::size_t mostBytes)
{
    if (isNull()) {
        null();
        return {};
    }
    require(statement_.type(column_) == Statement::Type::Blob, "an array is something else");
    const Bytes stored = statement_.blob(column_++);
    require(!stored.empty() && stored.size() <= mostBytes, "an array is too long");
    addLong(summed_, 'b', stored.data(), stored.size());
    return {stored.begin(), stored.end()};
}

void RowReader::check()
{
#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION // a fuzzer would never get past it
    const bool hasSum = statement_.type(column_) == Statement::Type::Integer;
    require(hasSum && statement_.integer(column_) == checksumOf(summed_), "its checksum does not match its content");
#endif
}

void RowReader::require(bool holds, const std::string& reason) const
{
    if (!holds) { fail(reason); }
}

void RowReader::fail(const std::string& reason) const
{
    const bool isKeyed = statement_.type(0) == Statement::Type::Text;
    const std::string key = isKeyed ? inQuotes(statement_.text(0)) : std::to_string(statement_.integer(0));
    database_.failDamaged("table " + table_ + ", row " + key, reason);
}

std::vector<std::uint8_t> packed(Bytes content)
{
    thread_local Packer packer;
    return packer.packed(content);
}

} // namespace gridscope::run
