// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/safetensors.h"

#include "core/base/safetensors_header.h"
#include "core/base/text_file.h"
#include "core/base/wording.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <array>

namespace gridscope::run {

namespace {

using namespace safetensors;
using Bytes = std::span<const std::uint8_t>;
using Pieces = std::vector<Bytes>; // the data, one after the other

constexpr std::size_t lengthBytes = 8;
constexpr std::size_t alignment = 8; // bytes; the data starts on a multiple
const std::string checksumKey = "gridscope.checksum";

// -- checksum

std::string hex(const XXH128_canonical_t& hash)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : hash.digest) { (text += digits[byte >> 4]) += digits[byte & 15]; }
    return text;
}

std::string checksumOf(const std::string& header, const Pieces& data)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, header.data(), header.size());
    for (const Bytes piece : data) {
        if (!piece.empty()) { XXH3_128bits_update(&state, piece.data(), piece.size()); }
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    return hex(canonical);
}

std::string checkedHeader(Header header, const Pieces& data)
{
    header.metadata[checksumKey] = checksumOf(headerText(header), data);
    std::string text = headerText(header);
    text.append((alignment - text.size() % alignment) % alignment, ' ');
    return text;
}

// -- writing

void checkWritable(const TensorFile& file)
{
    if (file.metadata.contains(checksumKey)) {
        throw FileError("The metadata " + inQuotes(checksumKey) + " is made by Gridscope and cannot be set.");
    }
    if (file.tensors.size() > mostTensors) {
        throw FileError(count(file.tensors.size()) + " tensors are more than the " + count(mostTensors)
                        + " that one file holds.");
    }
    for (const Tensor& tensor : file.tensors) {
        if (tensor.name == metadataKey) {
            throw FileError("A tensor cannot have the name " + inQuotes(metadataKey) + ".");
        }
        const bool fits =
            tensor.shape.size() <= mostDimensions && bytesOf(tensor.shape, tensor.dtype) == tensor.bytes.size();
        if (!fits) {
            throw FileError("The tensor " + inQuotes(tensor.name) + " has " + count(tensor.bytes.size())
                            + " bytes, which do not fit its shape " + shown(shapeText(tensor.shape)) + ".");
        }
    }
}

std::vector<const Tensor*> sorted(const std::vector<Tensor>& tensors)
{
    std::vector<const Tensor*> order;
    order.reserve(tensors.size());
    for (const Tensor& tensor : tensors) { order.push_back(&tensor); }
    std::ranges::sort(order, [](const Tensor* a, const Tensor* b) {
        return comesFirst(sizeBytes(a->dtype), a->name, sizeBytes(b->dtype), b->name);
    });
    return order;
}

// The readers refuse a name twice, so the writer does; equal names need not be neighbours when their dtypes differ.
void checkNames(std::vector<std::string_view> names)
{
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) { throw FileError("Two tensors have the name " + inQuotes(*twice) + "."); }
}

Header layOut(const TensorFile& file, const std::vector<const Tensor*>& order)
{
    Header header{file.metadata, {}};
    std::vector<std::string_view> names;
    std::uint64_t end = 0;
    for (const Tensor* tensor : order) {
        names.push_back(tensor->name);
        header.entries.push_back({tensor->name, tensor->dtype, tensor->shape, end, end + tensor->bytes.size()});
        end = header.entries.back().end;
    }
    checkNames(std::move(names));
    return header;
}

std::vector<std::uint8_t> joined(const std::string& header, const Pieces& data)
{
    std::size_t size = lengthBytes + header.size();
    for (const Bytes piece : data) { size += piece.size(); }
    std::vector<std::uint8_t> bytes(lengthBytes);
    bytes.reserve(size);
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, lengthBytes);
    bytes.insert(bytes.end(), header.begin(), header.end());
    for (const Bytes piece : data) { bytes.insert(bytes.end(), piece.begin(), piece.end()); }
    return bytes;
}

// -- reading

struct Parts {
    std::string_view header;
    Bytes data;
};

Parts split(Bytes bytes, const std::string& file, std::size_t limitBytes)
{
    if (bytes.size() > limitBytes) {
        throw FileError(file + " has " + count(bytes.size()) + " bytes; the limit is " + count(limitBytes) + ".");
    }
    if (bytes.size() < lengthBytes) {
        throw FileError(file + " ends too soon: a safetensors file starts with " + count(lengthBytes)
                        + " bytes, and it has only " + count(bytes.size()) + ".");
    }
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), lengthBytes);
    if (length > mostHeaderBytes) {
        throw FileError(file + " is damaged or not a safetensors file: its first bytes announce a header of "
                        + count(length) + " bytes, and Gridscope reads at most " + count(mostHeaderBytes) + ".");
    }
    if (length > bytes.size() - lengthBytes) {
        throw FileError(file + " ends too soon: inside its header of " + count(length) + " bytes.");
    }
    const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + lengthBytes, length);
    if (!header.starts_with('{')) {
        throw FileError(file + " is not a safetensors file: its header does not start with a brace.");
    }
    return {header, bytes.subspan(lengthBytes + length)};
}

void verify(const Header& header, const Parts& parts, const std::string& file)
{
    Header plain = header;
    const std::string stored = plain.metadata.extract(checksumKey).mapped();
    if (checksumOf(headerText(plain), {parts.data}) != stored) {
        throw FileError(file + " is damaged: its checksum does not match its content.");
    }
    // Content alone is not enough: blanks, escapes or another order would pass, and a flipped bit could hide in them.
    if (checkedHeader(plain, {parts.data}) != parts.header) {
        throw FileError(file + " is damaged: its header is not as Gridscope writes it.");
    }
}

void requireOwnTypes(const Header& header, const std::string& file)
{
    for (const Entry& entry : header.entries) {
        if (entry.foreign.empty()) { continue; }
        throw FileError(file + ", tensor " + inQuotes(entry.name) + ": the dtype " + inQuotes(entry.foreign)
                        + " is not one that Gridscope writes.");
    }
}

struct Checked {
    Header header;
    Bytes data;
    bool isOurs = false;
};

Checked checked(Bytes bytes, const std::string& file, std::size_t limitBytes)
{
    const Parts parts = split(bytes, file, limitBytes);
    Header header = parseHeader(parts.header, file);
    const bool isOurs = header.metadata.contains(checksumKey);
    if (isOurs) { requireOwnTypes(header, file); }
    checkTiling(header.entries, file, parts.data.size());
    sortEntries(header.entries);
    if (isOurs) { verify(header, parts, file); }
    header.metadata.erase(checksumKey);
    return {std::move(header), parts.data, isOurs};
}

std::vector<std::uint8_t> widened(Bytes brain)
{
    std::vector<std::uint8_t> wide(2 * brain.size(), 0);
    for (std::size_t i = 0; i + 1 < brain.size(); i += 2) {
        wide[2 * i + 2] = brain[i];
        wide[2 * i + 3] = brain[i + 1];
    }
    return wide;
}

TensorFile copied(Checked from)
{
    TensorFile result{std::move(from.header.metadata), {}};
    result.tensors.reserve(from.header.entries.size());
    for (Entry& entry : from.header.entries) {
        const Bytes own = from.data.subspan(entry.begin, entry.end - entry.begin);
        if (entry.foreign == brainFloat) {
            result.tensors.push_back({std::move(entry.name), DType::F32, std::move(entry.shape), widened(own)});
        } else if (entry.foreign.empty()) {
            result.tensors.push_back(
                {std::move(entry.name), entry.dtype, std::move(entry.shape), {own.begin(), own.end()}});
        }
    }
    return result;
}

} // namespace

std::string_view nameOf(DType dtype)
{
    constexpr std::array<std::string_view, 8> names{"F64", "I64", "F32", "I32", "F16", "I8", "U8", "BOOL"};
    return names.at(std::size_t(dtype));
}

std::size_t sizeBytes(DType dtype)
{
    constexpr std::array<std::size_t, 8> sizes{8, 8, 4, 4, 2, 1, 1, 1};
    return sizes.at(std::size_t(dtype));
}

const Tensor* TensorFile::find(std::string_view name) const
{
    const auto found = std::ranges::find(tensors, name, &Tensor::name);
    return found == tensors.end() ? nullptr : &*found;
}

std::vector<std::uint8_t> writeTensors(const TensorFile& file)
{
    checkWritable(file);
    const auto order = sorted(file.tensors);
    const Header header = layOut(file, order);
    Pieces data;
    for (const Tensor* tensor : order) { data.emplace_back(tensor->bytes); }
    const std::string text = checkedHeader(header, data);
    if (text.size() > mostHeaderBytes) {
        throw FileError("Names and metadata of the tensors need a header of " + count(text.size()) + " bytes; "
                        + count(mostHeaderBytes) + " is the limit.");
    }
    return joined(text, data);
}

TensorFile readTensors(Bytes bytes, const std::string& fileName, std::size_t limitBytes)
{
    Checked file = checked(bytes, fileName, limitBytes);
    if (!file.isOurs) {
        throw FileError(fileName + " has no checksum of Gridscope: another program wrote it, or it is damaged.");
    }
    return copied(std::move(file));
}

TensorFile readForeignTensors(Bytes bytes, const std::string& fileName, std::size_t limitBytes)
{
    return copied(checked(bytes, fileName, limitBytes));
}

void writeTensorFile(const std::string& path, const TensorFile& file) { writeBytesFile(path, writeTensors(file)); }

TensorFile readTensorFile(const std::string& path, std::size_t limitBytes)
{
    return readTensors(readBytesFile(path, limitBytes), path, limitBytes);
}

TensorFile readForeignTensorFile(const std::string& path, std::size_t limitBytes)
{
    return readForeignTensors(readBytesFile(path, limitBytes), path, limitBytes);
}

void requireValues(const Tensor& tensor, DType dtype)
{
    if (tensor.dtype != dtype) {
        throw FileError("The tensor " + inQuotes(tensor.name) + " holds " + std::string(nameOf(tensor.dtype))
                        + " where " + std::string(nameOf(dtype)) + " is expected.");
    }
    if (bytesOf(tensor.shape, dtype) != tensor.bytes.size()) {
        throw FileError("The tensor " + inQuotes(tensor.name) + " has " + count(tensor.bytes.size())
                        + " bytes, which do not fit its shape.");
    }
}

void requireScalar(const Tensor& tensor)
{
    if (tensor.shape.empty()) { return; }
    throw FileError("The tensor " + inQuotes(tensor.name) + " has the shape " + shown(shapeText(tensor.shape))
                    + " where one value is expected.");
}

} // namespace gridscope::run
