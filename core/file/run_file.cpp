// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/file/run_file.h"

#include "core/base/wording.h"

#include <xxhash.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>
#include <new>
#include <set>

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

std::string withoutSpace(std::string_view text)
{
    std::string dense;
    std::ranges::copy_if(text, std::back_inserter(dense), [](char c) { return c != ' ' && c != '\n'; });
    return dense;
}

std::set<std::string> statementsOf(const std::string& script)
{
    std::set<std::string> statements;
    for (std::size_t from = 0, end = 0; (end = script.find(';', from)) != std::string::npos; from = end + 1) {
        statements.insert(script.substr(from, end - from));
    }
    return statements;
}

// What SQLite makes by itself: the indexes of primary keys, which have no text, and what ANALYZE counted. Anybody else's index
// may hold an expression that is computed for each row that we write.
bool isSQLitesOwn(std::string_view type, std::string_view name, std::string_view sql)
{
    return name.starts_with("sqlite_") && (type == "table" || sql.empty());
}

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

// What version 2 added stands in [ ], what version 3 added in < >.
constexpr std::string_view schema = R"(
CREATE TABLE run (key TEXT PRIMARY KEY, value, checksum INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE layers (layer INTEGER PRIMARY KEY, name TEXT NOT NULL, shape TEXT NOT NULL, parameters INTEGER NOT NULL,
    [multiply_accumulates INTEGER NOT NULL, masks INTEGER NOT NULL,] checksum INTEGER NOT NULL);
CREATE TABLE steps (step INTEGER PRIMARY KEY, seconds REAL, train_loss REAL, learning_rate REAL, [masks BLOB,] checksum INTEGER NOT NULL);
CREATE TABLE snapshots (step INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, after_step INTEGER NOT NULL, quantized INTEGER NOT NULL,
    activations INTEGER NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE layer_states (step INTEGER NOT NULL, layer INTEGER NOT NULL, bits INTEGER NOT NULL, alpha REAL, sigma REAL,
    low INTEGER NOT NULL, high INTEGER NOT NULL, bins_per_cell INTEGER NOT NULL, below INTEGER NOT NULL, above INTEGER NOT NULL,
    score REAL, score_nonzero REAL, zero_share REAL, mean_square_error REAL, relative_error REAL, changed_share REAL,
    [keep_probabilities BLOB,] checksum INTEGER NOT NULL, PRIMARY KEY (step, layer)) WITHOUT ROWID;
CREATE TABLE histograms (step INTEGER NOT NULL, layer INTEGER NOT NULL, histogram BLOB NOT NULL, counts BLOB NOT NULL,
    checksum INTEGER NOT NULL, PRIMARY KEY (step, layer));
CREATE TABLE trajectories (step INTEGER NOT NULL, layer INTEGER NOT NULL, weights INTEGER NOT NULL, followed BLOB NOT NULL,
    checksum INTEGER NOT NULL, PRIMARY KEY (step, layer));
CREATE TABLE activations (step INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, bits INTEGER NOT NULL, alpha REAL,
    sigma REAL, checksum INTEGER NOT NULL, PRIMARY KEY (step, position)) WITHOUT ROWID;
CREATE TABLE evaluations (sequence INTEGER PRIMARY KEY, after_step INTEGER NOT NULL, step INTEGER NOT NULL, data_set TEXT NOT NULL,
    samples INTEGER NOT NULL, quantized_loss REAL, quantized_accuracy REAL, latent_loss REAL, latent_accuracy REAL, float_loss REAL,
    float_accuracy REAL, <decisions BLOB,> checksum INTEGER NOT NULL);
CREATE TABLE marks (sequence INTEGER PRIMARY KEY, after_step INTEGER NOT NULL, step INTEGER NOT NULL, kind TEXT NOT NULL,
    layer TEXT NOT NULL, what TEXT NOT NULL, from_text TEXT NOT NULL, to_text TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE checkpoints (step INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, after_step INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE checkpoint_parts (step INTEGER NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (step, part));
)";

} // namespace

std::string schemaText(std::int64_t version)
{
    std::string text;
    std::int64_t since = 1; // the version that what comes belongs to
    for (const char c : schema) {
        if (c == '[' || c == '<') {
            since = c == '[' ? 2 : 3;
        } else if (c == ']' || c == '>') {
            since = 1;
        } else if (version >= since) {
            text += c;
        }
    }
    return text;
}

std::string insertInto(const std::string& table, int columns)
{
    std::string sql = "INSERT OR REPLACE INTO " + table + " VALUES (?";
    for (int i = 1; i < columns; ++i) { sql += ",?"; }
    return sql + ")";
}

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

std::int64_t requireRunFile(Database& database)
{
    const auto refuse = [&](const std::string& reason) {
        throw DatabaseError("Cannot read the run file " + quotedPath(database.path()) + ": " + reason + ".", reason);
    };
    if (database.number("PRAGMA application_id") != runFileId) { refuse("it is not a Gridscope run"); }
    const std::int64_t version = database.number("PRAGMA user_version");
    if (version < oldestRunFileVersion || version > runFileVersion) {
        const std::string readable = std::to_string(runFileVersion);
        refuse(version > runFileVersion ? "it was written by a newer Gridscope (format " + std::to_string(version)
                                              + "; this one reads up to " + readable + ")"
                                        : "its format " + std::to_string(version) + " was never one of Gridscope's");
    }
    std::set<std::string> missing = statementsOf(withoutSpace(schemaText(version)));
    Statement rows = database.prepare("SELECT type, name, sql FROM sqlite_schema");
    while (rows.next()) {
        if (isSQLitesOwn(rows.text(0), rows.text(1), rows.text(2))) { continue; }
        if (rows.text(0) != "table") {
            refuse("beside its tables it has the " + shown(rows.text(0)) + " " + inQuotes(rows.text(1))
                   + ", which no run has");
        }
        if (missing.erase(withoutSpace(rows.text(2))) != 1) {
            refuse("its table " + inQuotes(rows.text(1)) + " is none of a run");
        }
    }
    if (!missing.empty()) { refuse("its tables are not those of a run"); }
    return version;
}

} // namespace gridscope::run
