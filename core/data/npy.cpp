// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/npy.h"

#include "core/base/wording.h"
#include "core/data/zip_archive.h"

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

// How numbers lie in the file. Those that run::DType lacks are read as the next larger that it has.
struct FileType {
    run::DType type;
    std::size_t sizeBytes;
    bool isBigEndian = false;
    bool isUnsigned = false;
};

FileType typeNamed(const std::string& text, const std::string& fileName, std::size_t byte)
{
    using run::DType;
    struct Known {
        std::string_view name;
        DType type;
        std::size_t sizeBytes;
        bool isUnsigned = false;
    };
    constexpr Known known[] = {{"f8", DType::F64, 8},       {"f4", DType::F32, 4},       {"f2", DType::F16, 2},
                               {"i8", DType::I64, 8},       {"i4", DType::I32, 4},       {"i2", DType::I32, 2},
                               {"i1", DType::I8, 1},        {"u1", DType::U8, 1},        {"u2", DType::I32, 2, true},
                               {"u4", DType::I64, 4, true}, {"u8", DType::I64, 8, true}, {"b1", DType::Bool, 1}};
    const bool hasOrder = !text.empty() && std::string_view("<>=|").find(text.front()) != std::string_view::npos;
    for (const Known& k : known) {
        if (std::string_view(text).substr(hasOrder ? 1 : 0) == k.name) {
            return {k.type, k.sizeBytes, text.front() == '>', k.isUnsigned};
        }
    }
    if (text.find('O') != std::string::npos) {
        fail(fileName, byte, "the array holds Python objects; only numbers are read");
    }
    fail(fileName, byte,
         "the type " + run::inQuotes(text)
             + " is none of whole numbers (i1 to i8, u1 to u8), f8, f4, f2 and b1; save it with astype(\"float32\"), "
               "or labels with astype(\"int64\")");
}

// Little-endian, in the size that the tensor's type has.
std::vector<std::uint8_t> brought(Bytes bytes, const FileType& from, const std::string& fileName, std::size_t byte)
{
    const std::size_t size = run::sizeBytes(from.type), count = bytes.size() / from.sizeBytes;
    std::vector<std::uint8_t> all;
    if (size == from.sizeBytes && !from.isBigEndian && !from.isUnsigned) {
        all.assign(bytes.begin(), bytes.end());
        return all;
    }
    all.resize(count * size);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint8_t* to = all.data() + i * size;
        for (std::size_t k = 0; k < from.sizeBytes; ++k) {
            to[k] = bytes[i * from.sizeBytes + (from.isBigEndian ? from.sizeBytes - 1 - k : k)];
        }
        const bool isHigh = (to[from.sizeBytes - 1] & 0x80) != 0;
        if (size == from.sizeBytes && from.isUnsigned && isHigh) {
            fail(fileName, byte + i * size, "the number there is beyond 9,223,372,036,854,775,807");
        }
        std::fill(to + from.sizeBytes, to + size, std::uint8_t(isHigh && !from.isUnsigned ? 0xFF : 0));
    }
    return all;
}

// Row by row what lies column by column.
std::vector<std::uint8_t> byRows(const std::vector<std::uint8_t>& bytes, const std::vector<std::int64_t>& shape,
                                 std::size_t size)
{
    std::vector<std::size_t> stride(shape.size(), size); // in bytes, of what is there
    for (std::size_t d = 1; d < shape.size(); ++d) { stride[d] = stride[d - 1] * std::size_t(shape[d - 1]); }
    std::vector<std::int64_t> index(shape.size());
    std::vector<std::uint8_t> sorted(bytes.size());
    std::size_t from = 0;
    for (std::size_t to = 0; to < sorted.size(); to += size) {
        std::copy_n(bytes.begin() + std::ptrdiff_t(from), size, sorted.begin() + std::ptrdiff_t(to));
        for (std::size_t d = shape.size(); d-- > 0;) {
            from += stride[d];
            if (++index[d] < shape[d]) { break; }
            from -= stride[d] * std::size_t(shape[d]);
            index[d] = 0;
        }
    }
    return sorted;
}

// Empty when the product is beyond what any file here may hold.
std::optional<std::size_t> bytesFor(const std::vector<std::int64_t>& shape, std::size_t size)
{
    if (std::ranges::find(shape, 0) != shape.end()) { return 0; }
    for (const auto n : shape) {
        if (size > run::mostTensorBytes / std::size_t(n)) { return std::nullopt; }
        size *= std::size_t(n);
    }
    return size;
}

// Where the header's text stands.
struct Place {
    std::size_t first, length;
    std::size_t end() const { return first + length; }
};

Place headerPlace(Bytes bytes, const std::string& fileName)
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
    return {first, length};
}

// `there`: how many bytes follow the header, which ends at `end`.
void requireSize(const run::Tensor& tensor, std::size_t typeSize, std::size_t there, const std::string& fileName,
                 std::size_t end)
{
    const auto size = bytesFor(tensor.shape, typeSize);
    if (!size || *size != there) {
        fail(fileName, end,
             "its shape needs " + (size ? std::to_string(*size) : std::string("too many")) + " bytes, but "
                 + std::to_string(there) + " follow");
    }
    if (there / typeSize > run::mostTensorBytes / run::sizeBytes(tensor.dtype)) {
        fail(fileName, end, "there are too many numbers");
    }
}

} // namespace

run::Tensor parseNpy(Bytes bytes, const std::string& name, const std::string& fileName)
{
    const Place place = headerPlace(bytes, fileName);
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()) + place.first, place.length);
    const auto header = HeaderReader(text, place.first, fileName).read();
    const FileType type = typeNamed(*header.type, fileName, place.first);
    run::Tensor tensor{name, type.type, *header.shape, {}};
    const Bytes content = bytes.subspan(place.end());
    requireSize(tensor, type.sizeBytes, content.size(), fileName, place.end());
    tensor.bytes = brought(content, type, fileName, place.end());
    const auto multiple = std::ranges::count_if(tensor.shape, [](std::int64_t n) { return n > 1; });
    if (*header.isFortran && multiple > 1) {
        tensor.bytes = byRows(tensor.bytes, tensor.shape, run::sizeBytes(tensor.dtype));
    }
    if (tensor.dtype == run::DType::Bool && std::ranges::any_of(tensor.bytes, [](std::uint8_t b) { return b > 1; })) {
        fail(fileName, place.end(), "a truth value is neither 0 nor 1");
    }
    return tensor;
}

std::vector<run::Tensor> arraysOf(const ZipArchive& archive, const std::string& fileName, std::size_t limitBytes)
{
    constexpr std::string_view suffix = ".npy";
    std::vector<run::Tensor> tensors;
    std::set<std::string> names;
    for (std::size_t member = 0; member < archive.names().size(); ++member) {
        std::string name = archive.names()[member];
        if (!name.ends_with(suffix)) { continue; } // a README, a folder, whatever somebody packed with them
        const auto content = archive.read(member, limitBytes);
        limitBytes -= content.size();
        const std::string place = fileName + ", " + run::inQuotes(name);
        name.resize(name.size() - suffix.size());
        if (!names.insert(name).second) {
            throw FileError(run::shown(fileName) + ": " + run::inQuotes(name) + " is there twice.");
        }
        tensors.push_back(parseNpy(content, name, place));
    }
    if (tensors.empty()) {
        throw FileError(run::shown(fileName) + ": none of the " + std::to_string(archive.names().size())
                        + " members of the archive is a NumPy array (*.npy).");
    }
    return tensors;
}

std::vector<run::Tensor> parseNpz(Bytes bytes, const std::string& fileName, std::size_t limitBytes)
{
    return arraysOf(ZipArchive(bytes, fileName), fileName, limitBytes);
}

} // namespace gridscope::data
