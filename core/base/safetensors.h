// SPDX-License-Identifier: GPL-3.0-or-later
// Tensors in files and blobs: checkpoints of ours, and what other programs write in the same layout.
// Source : the safetensors format. Eight bytes, little-endian, give the length of a JSON header; it names each tensor's
//          dtype, shape and place in the data, which follows and is covered by the tensors without hole or overlap.
//          `__metadata__` maps strings to strings. Python's `safetensors` opens our files, so does numpy.
// Ours   : the metadata has "gridscope.checksum", XXH3-128 of the header without that entry and of the data. The same
//          content always gives the same bytes, and readTensors() takes only bytes that writeTensors() would give.
// Errors : FileError, one sentence with file, place and reason. Every bound is checked before memory is asked for.
// Threads: pure functions.
#pragma once

#include "core/base/error.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gridscope::run {

static_assert(std::endian::native == std::endian::little, "tensors are copied to and from files as they are in memory");

constexpr std::size_t mostTensorBytes = std::size_t(1) << 30;

enum class DType { F64, I64, F32, I32, F16, I8, U8, Bool }; // Bool: one byte, 0 or 1
std::string_view nameOf(DType dtype);                       // as in the file: "F32", "BOOL"
std::size_t sizeBytes(DType dtype);                         // of one element

struct Tensor {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape; // empty: one value
    std::vector<std::uint8_t> bytes; // row by row, little-endian
    bool operator==(const Tensor&) const = default;
};

struct TensorFile {
    std::map<std::string, std::string> metadata; // without the checksum
    std::vector<Tensor> tensors;                 // read: wide elements first, then by name; written: in any order
    const Tensor* find(std::string_view name) const;
    bool operator==(const TensorFile&) const = default;
};

// What a file cannot hold is refused: a shape that its bytes contradict, a name twice, text that is not UTF-8, a header
// above the limits of the readers, metadata of the checksum's name.
std::vector<std::uint8_t> writeTensors(const TensorFile& file);
// `fileName` is for the sentences. Reads what writeTensors() wrote; one wrong bit anywhere is an error.
TensorFile readTensors(std::span<const std::uint8_t> bytes, const std::string& fileName,
                       std::size_t limitBytes = mostTensorBytes);
// Also reads files of other programs, whose content nothing vouches for. A file with our checksum must match it here too.
// BF16 becomes F32, with the same values; tensors of other types that are none of DType (F8_E4M3, U32, C64) are passed over.
TensorFile readForeignTensors(std::span<const std::uint8_t> bytes, const std::string& fileName,
                              std::size_t limitBytes = mostTensorBytes);

void writeTensorFile(const std::string& path, const TensorFile& file); // the whole file, or the old one stays
TensorFile readTensorFile(const std::string& path, std::size_t limitBytes = mostTensorBytes);
TensorFile readForeignTensorFile(const std::string& path, std::size_t limitBytes = mostTensorBytes);

// Values in and out. The element type decides the dtype; F16 and Bool have none and go as bytes.
template <class T>
constexpr DType dtypeOf = DType(-1);
template <>
inline constexpr DType dtypeOf<double> = DType::F64;
template <>
inline constexpr DType dtypeOf<float> = DType::F32;
template <>
inline constexpr DType dtypeOf<std::int64_t> = DType::I64;
template <>
inline constexpr DType dtypeOf<std::int32_t> = DType::I32;
template <>
inline constexpr DType dtypeOf<std::int8_t> = DType::I8;
template <>
inline constexpr DType dtypeOf<std::uint8_t> = DType::U8;

void requireValues(const Tensor& tensor, DType dtype); // FileError unless this dtype and bytes of whole elements
void requireScalar(const Tensor& tensor);              // FileError unless the shape is []

template <class T>
Tensor makeTensor(std::string name, std::vector<std::int64_t> shape, const std::vector<T>& values)
{
    static_assert(dtypeOf<T> != DType(-1), "no dtype for this element type");
    Tensor tensor{std::move(name), dtypeOf<T>, std::move(shape), std::vector<std::uint8_t>(values.size() * sizeof(T))};
    if (!values.empty()) { std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size()); }
    return tensor;
}
template <class T>
Tensor makeScalar(std::string name, T value)
{
    return makeTensor(std::move(name), {}, std::vector<T>{value});
}

template <class T>
std::vector<T> valuesOf(const Tensor& tensor)
{
    requireValues(tensor, dtypeOf<T>);
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    if (!values.empty()) { std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size()); }
    return values;
}
template <class T>
T scalarOf(const Tensor& tensor)
{
    requireScalar(tensor);
    return valuesOf<T>(tensor).at(0);
}

} // namespace gridscope::run
