// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include "core/run/wording.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <set>

namespace gridscope::data {

namespace {

using Bytes = std::span<const std::uint8_t>;

[[noreturn]] void fail(const std::string& fileName, std::size_t byte, const std::string& why)
{
    throw FileError(run::shown(fileName) + ", byte " + std::to_string(byte) + ": " + why + ".");
}

std::uint64_t number(Bytes bytes, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) { value |= std::uint64_t(bytes[at + i]) << (8 * i); }
    return value;
}

// The header is a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class HeaderReader {
public:
    HeaderReader(std::string_view text, std::size_t offset, const std::string& fileName)
        : text_(text), offset_(offset), fileName_(fileName)
    {}

    struct Header {
        std::optional<std::string> type;
        std::optional<bool> isFortran;
        std::optional<std::vector<std::int64_t>> shape;
    };
    Header read()
    {
        Header header;
        expect('{');
        while (!take('}')) {
            const std::string key = string();
            expect(':');
            if (key == "descr" && !header.type) {
                header.type = string();
            } else if (key == "fortran_order" && !header.isFortran) {
                header.isFortran = boolean();
            } else if (key == "shape" && !header.shape) {
                header.shape = shape();
            } else {
                stop("the header has an unexpected " + run::inQuotes(key));
            }
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        skip();
        if (at_ != text_.size()) { stop("the header goes on after its end"); }
        if (!header.type || !header.isFortran || !header.shape) {
            stop("the header lacks descr, fortran_order or shape");
        }
        return header;
    }

private:
    [[noreturn]] void stop(const std::string& why) const { fail(fileName_, offset_ + at_, why); }
    void skip() { at_ = std::min(text_.find_first_not_of(" \t\n", at_), text_.size()); }
    bool take(char c)
    {
        skip();
        if (at_ >= text_.size() || text_[at_] != c) { return false; }
        ++at_;
        return true;
    }
    void expect(char c)
    {
        if (!take(c)) { stop(std::string("\"") + c + "\" is missing in the header"); }
    }
    std::string string()
    {
        skip();
        const char quote = at_ < text_.size() ? text_[at_] : ' ';
        if (quote == '[') { stop("the array holds records with fields; save one plain array for each"); }
        if (quote != '\'' && quote != '"') { stop("a text is missing in the header"); }
        const auto end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) { stop("a text in the header does not end"); }
        const std::string value(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return value;
    }
    bool boolean()
    {
        skip();
        for (const auto& [word, value] : {std::pair<std::string_view, bool>{"True", true}, {"False", false}}) {
            if (text_.substr(at_, word.size()) == word) {
                at_ += word.size();
                return value;
            }
        }
        stop("fortran_order is neither True nor False");
    }
    std::vector<std::int64_t> shape()
    {
        constexpr std::size_t mostDimensions = 32; // NumPy's own limit
        constexpr std::int64_t mostSize = std::int64_t(1) << 40;
        std::vector<std::int64_t> sizes;
        expect('(');
        while (!take(')')) {
            skip();
            std::int64_t value = 0;
            const std::size_t first = at_;
            for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
                value = value * 10 + (text_[at_] - '0');
                if (value > mostSize) { stop("a size in the shape is beyond " + std::to_string(mostSize)); }
            }
            if (first == at_) { stop("the shape is no list of whole numbers"); }
            sizes.push_back(value);
            if (sizes.size() > mostDimensions) { stop("the array has more than 32 dimensions"); }
            if (!take(',')) {
                expect(')');
                break;
            }
        }
        return sizes;
    }

    std::string_view text_;
    std::size_t offset_;
    const std::string& fileName_;
    std::size_t at_ = 0;
};

run::DType typeNamed(const std::string& text, const std::string& fileName, std::size_t byte)
{
    using run::DType;
    constexpr std::pair<std::string_view, DType> known[] = {
        {"<f8", DType::F64}, {"<f4", DType::F32}, {"<f2", DType::F16}, {"<i8", DType::I64},
        {"<i4", DType::I32}, {"|i1", DType::I8},  {"|u1", DType::U8},  {"|b1", DType::Bool}};
    for (const auto& [name, type] : known) {
        if (text == name) { return type; }
    }
    if (text.find('O') != std::string::npos) {
        fail(fileName, byte, "the array holds Python objects; only numbers are read");
    }
    if (text.starts_with('>')) {
        fail(fileName, byte, "the numbers are big-endian (" + run::shown(text) + "); save them with astype(\"<f4\")");
    }
    fail(fileName, byte, "the type " + run::inQuotes(text) + " is none of f8, f4, f2, i8, i4, i1, u1 and b1");
}

// Empty when the product is beyond what any file here may hold.
std::optional<std::size_t> bytesFor(const std::vector<std::int64_t>& shape, run::DType type)
{
    std::size_t size = run::sizeBytes(type);
    if (std::ranges::find(shape, 0) != shape.end()) { return 0; }
    for (const auto n : shape) {
        if (size > run::mostTensorBytes / std::size_t(n)) { return std::nullopt; }
        size *= std::size_t(n);
    }
    return size;
}

struct Entry {
    std::string name;
    int method = 0;
    std::uint32_t crc = 0;
    std::size_t packed = 0;
    std::size_t unpacked = 0;
    std::size_t header = 0; // where its local header begins
};

constexpr std::size_t endSize = 22;
constexpr std::size_t entrySize = 46;
constexpr std::size_t localSize = 30;

std::size_t findEnd(Bytes bytes, const std::string& fileName)
{
    constexpr std::size_t longestComment = 65535;
    if (bytes.size() < endSize) { fail(fileName, bytes.size(), "this is no zip archive: it ends too early"); }
    const std::size_t first = bytes.size() - endSize - std::min(longestComment, bytes.size() - endSize);
    for (std::size_t at = bytes.size() - endSize + 1; at-- > first;) {
        if (number(bytes, at, 4) == 0x06054b50 && at + endSize + number(bytes, at + 20, 2) == bytes.size()) {
            return at;
        }
    }
    fail(fileName, bytes.size(), "this is no zip archive: its directory is missing");
}

std::vector<Entry> readDirectory(Bytes bytes, const std::string& fileName)
{
    const std::size_t end = findEnd(bytes, fileName);
    const std::size_t count = number(bytes, end + 10, 2);
    std::size_t at = number(bytes, end + 16, 4);
    if (number(bytes, end + 4, 4) != 0) { fail(fileName, end + 4, "the archive is spread over several files"); }
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < count; ++i) {
        if (at > end || end - at < entrySize || number(bytes, at, 4) != 0x02014b50) {
            fail(fileName, std::min(at, bytes.size()),
                 "entry " + std::to_string(i + 1) + " of the directory is damaged");
        }
        const std::size_t nameSize = number(bytes, at + 28, 2);
        const std::size_t rest = nameSize + number(bytes, at + 30, 2) + number(bytes, at + 32, 2);
        if (end - at - entrySize < rest) { fail(fileName, at, "an entry of the directory goes beyond its end"); }
        Entry entry;
        entry.name.assign(reinterpret_cast<const char*>(bytes.data()) + at + entrySize, nameSize);
        if ((number(bytes, at + 8, 2) & 1U) != 0) { fail(fileName, at, run::inQuotes(entry.name) + " is encrypted"); }
        entry.method = int(number(bytes, at + 10, 2));
        entry.crc = std::uint32_t(number(bytes, at + 16, 4));
        entry.packed = number(bytes, at + 20, 4);
        entry.unpacked = number(bytes, at + 24, 4);
        entry.header = number(bytes, at + 42, 4);
        entries.push_back(std::move(entry));
        at += entrySize + rest;
    }
    return entries;
}

Bytes packedBytes(Bytes bytes, const Entry& entry, const std::string& fileName)
{
    const std::size_t at = entry.header;
    if (at > bytes.size() || bytes.size() - at < localSize || number(bytes, at, 4) != 0x04034b50) {
        fail(fileName, std::min(at, bytes.size()),
             run::inQuotes(entry.name) + " does not begin here, as the directory says");
    }
    const std::size_t skipped = localSize + number(bytes, at + 26, 2) + number(bytes, at + 28, 2);
    if (bytes.size() - at < skipped || bytes.size() - at - skipped < entry.packed) {
        fail(fileName, at, run::inQuotes(entry.name) + " goes beyond the end of the file");
    }
    return bytes.subspan(at + skipped, entry.packed);
}

std::vector<std::uint8_t> inflated(Bytes packed, const Entry& entry, const std::string& fileName)
{
    std::vector<std::uint8_t> out(entry.unpacked);
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) { throw FileError("zlib could not be started."); }
    std::uint8_t nothing = 0;
    stream.next_in = const_cast<std::uint8_t*>(packed.data());
    stream.avail_in = uInt(packed.size());
    stream.next_out = out.empty() ? &nothing : out.data();
    stream.avail_out = uInt(out.size());
    const int result = inflate(&stream, Z_FINISH);
    const bool whole = result == Z_STREAM_END && stream.avail_out == 0 && stream.avail_in == 0;
    inflateEnd(&stream);
    if (!whole) { fail(fileName, entry.header, run::inQuotes(entry.name) + " is damaged: it does not unpack"); }
    return out;
}

std::vector<std::uint8_t> contentOf(Bytes bytes, const Entry& entry, const std::string& fileName)
{
    constexpr std::size_t bestRatio = 1032; // of deflate
    const Bytes packed = packedBytes(bytes, entry, fileName);
    const bool isPossible = entry.method == 0   ? entry.unpacked == entry.packed
                            : entry.method == 8 ? entry.unpacked <= (entry.packed + 1) * bestRatio
                                                : false;
    if (!isPossible) {
        fail(fileName, entry.header, run::inQuotes(entry.name) + " is packed in a way that is not known here");
    }
    auto content =
        entry.method == 0 ? std::vector<std::uint8_t>(packed.begin(), packed.end()) : inflated(packed, entry, fileName);
    if (crc32(crc32(0, nullptr, 0), content.data(), uInt(content.size())) != entry.crc) {
        fail(fileName, entry.header, run::inQuotes(entry.name) + " is damaged: its checksum is wrong");
    }
    return content;
}

} // namespace

run::Tensor parseNpy(Bytes bytes, const std::string& name, const std::string& fileName)
{
    constexpr std::string_view magic = "\x93NUMPY";
    constexpr std::size_t mostHeader = 65536;
    constexpr std::size_t versionEnd = 8;
    if (bytes.size() < versionEnd + 2
        || !std::equal(magic.begin(), magic.end(), reinterpret_cast<const char*>(bytes.data()))) {
        fail(fileName, 0, "this is no NumPy array");
    }
    const int version = bytes[6];
    if (version < 1 || version > 3) {
        fail(fileName, 6, "version " + std::to_string(version) + " of the format is not known here");
    }
    const std::size_t lengthSize = version == 1 ? 2 : 4;
    const std::size_t first = versionEnd + lengthSize;
    if (bytes.size() < first) { fail(fileName, bytes.size(), "the file ends in its header"); }
    const std::size_t length = number(bytes, versionEnd, lengthSize);
    if (length > mostHeader || length > bytes.size() - first) {
        fail(fileName, versionEnd, "the header goes beyond the end of the file");
    }
    const auto header =
        HeaderReader({reinterpret_cast<const char*>(bytes.data()) + first, length}, first, fileName).read();
    run::Tensor tensor{name, typeNamed(*header.type, fileName, first), *header.shape, {}};
    const auto multiple = std::ranges::count_if(tensor.shape, [](std::int64_t n) { return n > 1; });
    if (*header.isFortran && multiple > 1) {
        fail(fileName, first, "the array lies column by column; save it with numpy.ascontiguousarray");
    }
    const auto size = bytesFor(tensor.shape, tensor.dtype);
    const std::size_t there = bytes.size() - first - length;
    if (!size || *size != there) {
        fail(fileName, first + length,
             "its shape needs " + (size ? std::to_string(*size) : std::string("too many")) + " bytes, but "
                 + std::to_string(there) + " follow");
    }
    tensor.bytes.assign(bytes.begin() + std::ptrdiff_t(first + length), bytes.end());
    if (tensor.dtype == run::DType::Bool && std::ranges::any_of(tensor.bytes, [](std::uint8_t b) { return b > 1; })) {
        fail(fileName, first + length, "a truth value is neither 0 nor 1");
    }
    return tensor;
}

std::vector<run::Tensor> parseNpz(Bytes bytes, const std::string& fileName, std::size_t limitBytes)
{
    std::vector<run::Tensor> tensors;
    std::set<std::string> names;
    std::size_t all = 0;
    for (const Entry& entry : readDirectory(bytes, fileName)) {
        constexpr std::string_view suffix = ".npy";
        std::string name = entry.name;
        if (!name.ends_with(suffix)) {
            fail(fileName, entry.header, run::inQuotes(name) + " in the archive is no NumPy array");
        }
        name.resize(name.size() - suffix.size());
        if (!names.insert(name).second) { fail(fileName, entry.header, run::inQuotes(name) + " is there twice"); }
        all += entry.unpacked;
        if (all > limitBytes) {
            fail(fileName, entry.header,
                 "the arrays are larger than the " + std::to_string(limitBytes) + " bytes that they may have");
        }
        const auto content = contentOf(bytes, entry, fileName);
        tensors.push_back(parseNpy(content, name, fileName + ", " + run::inQuotes(entry.name)));
    }
    return tensors;
}

} // namespace gridscope::data
