// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes and places of tensors: everything that is arithmetic on numbers a stranger wrote.
#include "core/base/safetensors_header.h"
#include "core/base/wording.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace gridscope::run::safetensors {

namespace {

__extension__ using Wide = unsigned __int128;
constexpr Wide largest = std::numeric_limits<std::int64_t>::max();

std::string byteCount(std::uint64_t number) { return number == 1 ? "1 byte" : count(number) + " bytes"; }

// A type that we do not read may have values of half a byte; only where its bytes lie is of interest.
void checkSize(const Entry& entry, const std::string& place, std::uint64_t dataBytes)
{
    const bool isBrainFloat = entry.foreign == brainFloat; // half as wide as the F32 that it becomes
    const auto becomes = bytesOf(entry.shape, entry.dtype);
    const std::string shape = shown(shapeText(entry.shape));
    if (!becomes) { throw FileError(place + "its shape " + shape + " has more values than can be counted."); }
    if (entry.begin > entry.end) { throw FileError(place + "its data ends before it begins."); }
    const std::uint64_t wanted = isBrainFloat ? *becomes / 2 : *becomes;
    const bool isSized = entry.foreign.empty() || isBrainFloat;
    if (isSized && entry.end - entry.begin != wanted) {
        throw FileError(place + "its shape " + shape + " needs " + byteCount(wanted) + ", but its data_offsets give "
                        + count(entry.end - entry.begin) + ".");
    }
    if (entry.end > dataBytes) {
        throw FileError(place + "the file ends too soon: its data should reach byte " + count(entry.end)
                        + " and there are " + count(dataBytes) + ".");
    }
}

} // namespace

std::string count(std::uint64_t number)
{
    return number > std::uint64_t(largest) ? std::to_string(number) : thousands(std::int64_t(number));
}

// Zeros are left out of the bound, so that whoever computes strides from such a shape is safe too. Both factors stay
// below 2^63, hence 128 bits always suffice.
std::optional<std::uint64_t> bytesOf(const std::vector<std::int64_t>& shape, DType dtype)
{
    Wide product = sizeBytes(dtype);
    bool isEmpty = false;
    for (const std::int64_t size : shape) {
        if (size < 0) { return std::nullopt; }
        isEmpty = isEmpty || size == 0;
        product *= Wide(std::max<std::int64_t>(size, 1));
        if (product > largest) { return std::nullopt; }
    }
    return isEmpty ? 0 : std::uint64_t(product);
}

bool comesFirst(std::size_t size, const std::string& name, std::size_t otherSize, const std::string& otherName)
{
    return size != otherSize ? size > otherSize : name < otherName;
}

void sortEntries(std::vector<Entry>& entries)
{
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
        return comesFirst(sizeBytes(a.dtype), a.name, sizeBytes(b.dtype), b.name);
    });
}

void checkTiling(std::vector<Entry>& entries, const std::string& file, std::uint64_t dataBytes)
{
    std::ranges::sort(entries, {}, [](const Entry& entry) { return std::tie(entry.begin, entry.end); });
    std::uint64_t end = 0;
    for (const Entry& entry : entries) {
        const std::string place = file + ", tensor " + inQuotes(entry.name) + ": ";
        checkSize(entry, place, dataBytes);
        if (entry.begin < end) {
            throw FileError(place + "its data starts inside that of another tensor, at byte " + count(entry.begin)
                            + ".");
        }
        if (entry.begin > end) {
            throw FileError(place + "a hole of " + byteCount(entry.begin - end) + " lies before its data.");
        }
        end = entry.end;
    }
    if (end < dataBytes) { throw FileError(file + " has " + byteCount(dataBytes - end) + " after its last tensor."); }
}

} // namespace gridscope::run::safetensors
