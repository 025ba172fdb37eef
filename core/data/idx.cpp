// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>

namespace gridscope::data {

namespace {

using run::thousands;
using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t mostFileBytes = std::size_t(1) << 30;
constexpr int unsignedByte = 0x08;

std::string count(std::size_t bytes) { return thousands(static_cast<std::int64_t>(bytes)); }

bool isGzip(Bytes bytes) { return bytes.size() >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B; }

struct InflateEnd {
    void operator()(z_stream* stream) const
    {
        inflateEnd(stream);
        delete stream;
    }
};
using Inflater = std::unique_ptr<z_stream, InflateEnd>;

Inflater makeInflater(Bytes bytes, const std::string& name)
{
    constexpr int gzipOnly = 16 + MAX_WBITS;
    auto stream = std::make_unique<z_stream>();
    if (inflateInit2(stream.get(), gzipOnly) != Z_OK) { throw FileError(name + ": there is no memory to unpack it."); }
    stream->next_in = const_cast<Bytef*>(bytes.data()); // zlib reads only
    return Inflater(stream.release());
}

// Unpacks gzip piece by piece, so that a small file cannot ask for much memory at once. As gzip does, it joins what several
// members unpack to (bgzip and pigz write such files, and so does whoever appends) and takes zeros at the end for padding.
std::vector<std::uint8_t> unpacked(Bytes bytes, const std::string& name, std::size_t limitBytes)
{
    const Inflater stream = makeInflater(bytes, name);
    std::vector<std::uint8_t> result;
    std::vector<std::uint8_t> piece(1 << 18);
    std::size_t given = 0;
    const auto rest = [&] { return bytes.subspan(given - stream->avail_in); };
    for (bool isWhole = false; !isWhole;) {
        if (stream->avail_in == 0) {
            stream->avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size() - given, 1 << 24));
            given += stream->avail_in;
        }
        stream->next_out = piece.data();
        stream->avail_out = static_cast<uInt>(piece.size());
        const int status = inflate(stream.get(), Z_NO_FLUSH);
        if (status == Z_BUF_ERROR) { throw FileError(name + " ends too soon: its gzip stream is cut off."); }
        if (status != Z_OK && status != Z_STREAM_END) {
            throw FileError(name + " is damaged: its gzip stream cannot be unpacked.");
        }
        const std::size_t made = piece.size() - stream->avail_out;
        if (made > limitBytes - result.size()) {
            throw FileError(name + " unpacks to more than the limit of " + count(limitBytes) + " bytes.");
        }
        result.insert(result.end(), piece.begin(), piece.begin() + std::ptrdiff_t(made));
        if (status != Z_STREAM_END) { continue; }
        isWhole = !isGzip(rest());
        if (!isWhole) { inflateReset(stream.get()); }
    }
    if (std::ranges::any_of(rest(), [](std::uint8_t byte) { return byte != 0; })) {
        throw FileError(name + " has " + count(rest().size()) + " bytes after the end of its gzip stream.");
    }
    return result;
}

std::uint32_t bigEndian(Bytes bytes)
{
    return std::uint32_t(bytes[0]) << 24 | std::uint32_t(bytes[1]) << 16 | std::uint32_t(bytes[2]) << 8
           | std::uint32_t(bytes[3]);
}

void checkMagic(Bytes bytes, const std::string& name)
{
    if (bytes.size() < 4) {
        throw FileError(name + " has only " + count(bytes.size()) + " bytes; an IDX file starts with four.");
    }
    if (bytes[0] != 0 || bytes[1] != 0) {
        throw FileError(name + " is not an IDX file: its first two bytes are not zero.");
    }
    if (bytes[2] != unsignedByte) {
        throw FileError(name + " has element type " + std::to_string(bytes[2])
                        + "; Gridscope reads 8, unsigned bytes.");
    }
    if (bytes[3] < 1 || bytes[3] > 4) {
        throw FileError(name + " has " + std::to_string(bytes[3]) + " dimensions; Gridscope reads 1 to 4.");
    }
}

std::vector<std::int64_t> shapeOf(Bytes bytes, const std::string& name)
{
    checkMagic(bytes, name);
    const std::size_t dimensions = bytes[3];
    if (bytes.size() < 4 + 4 * dimensions) { throw FileError(name + " ends too soon: inside its list of sizes."); }
    std::vector<std::int64_t> shape;
    for (std::size_t d = 0; d < dimensions; ++d) { shape.push_back(bigEndian(bytes.subspan(4 + 4 * d, 4))); }
    return shape;
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text;
    for (const std::int64_t size : shape) { text += (text.empty() ? "" : " x ") + std::to_string(size); }
    return text;
}

// Number of elements, or `there` + 1 when there are more: no product ever overflows.
std::size_t elementCount(const std::vector<std::int64_t>& shape, std::size_t there)
{
    if (std::ranges::find(shape, 0) != shape.end()) { return 0; }
    std::size_t product = 1;
    for (const std::int64_t size : shape) {
        if (std::size_t(size) > there / product) { return there + 1; }
        product *= std::size_t(size);
    }
    return product;
}

IdxArray parsePlain(Bytes bytes, const std::string& name)
{
    IdxArray array;
    array.shape = shapeOf(bytes, name);
    const Bytes values = bytes.subspan(4 + 4 * array.shape.size());
    const std::size_t wanted = elementCount(array.shape, values.size());
    if (wanted > values.size()) {
        throw FileError(name + " ends too soon: its sizes are " + shapeText(array.shape) + ", but it holds only "
                        + count(values.size()) + " values.");
    }
    if (wanted < values.size()) {
        throw FileError(name + " has " + count(values.size() - wanted) + " bytes more than its sizes "
                        + shapeText(array.shape) + " say.");
    }
    array.values.assign(values.begin(), values.end());
    return array;
}

} // namespace

IdxArray parseIdx(Bytes bytes, const std::string& name, std::size_t limitBytes)
{
    return isGzip(bytes) ? parsePlain(unpacked(bytes, name, limitBytes), name) : parsePlain(bytes, name);
}

IdxArray readIdx(const std::string& path)
{
    std::error_code error;
    const auto size =
        std::filesystem::is_regular_file(path, error) ? std::filesystem::file_size(path, error) : std::uintmax_t(0);
    std::ifstream file(path, std::ios::binary);
    if (error || !file || !std::filesystem::is_regular_file(path, error)) {
        throw FileError(path + " cannot be opened as a file.");
    }
    if (size > mostFileBytes) {
        throw FileError(path + " has " + count(size) + " bytes; Gridscope reads at most " + count(mostFileBytes) + ".");
    }
    std::vector<std::uint8_t> bytes(size);
    file.read(reinterpret_cast<char*>(bytes.data()), std::streamsize(size));
    if (!file) { throw FileError(path + " could not be read to its end."); }
    return parseIdx(bytes, path);
}

} // namespace gridscope::data
