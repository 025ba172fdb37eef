// SPDX-License-Identifier: GPL-3.0-or-later
// Writes protocol-buffer messages, field by field: all that ONNX and TensorBoard files need of the wire format, so that
// an export neither waits for libprotobuf to load nor depends on which version of it the tensor library brought.
// Source : "Encoding" in the protocol buffers documentation: a field is its number and wire type, then a varint (0),
//          8 bytes (1), a length and bytes (2), or 4 bytes (5), little-endian.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace gridscope {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they are in memory");

class Message {
public:
    Message& whole(int field, std::int64_t value)
    {
        key(field, 0);
        varint(std::uint64_t(value));
        return *this;
    }
    Message& real(int field, float value) { return fixed(field, 5, value); }
    Message& real64(int field, double value) { return fixed(field, 1, value); }
    Message& text(int field, std::string_view value)
    {
        key(field, 2);
        varint(value.size());
        bytes_ += value;
        return *this;
    }
    Message& message(int field, const Message& value) { return text(field, value.bytes_); }
    template <typename T>
    Message& raw(int field, std::span<const T> values) // the values' memory as one byte string; also packed doubles
    {
        return text(field, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
    }
    const std::string& bytes() const { return bytes_; }

private:
    template <typename T>
    Message& fixed(int field, unsigned wireType, T value)
    {
        char memory[sizeof(T)];
        std::memcpy(memory, &value, sizeof(T));
        key(field, wireType);
        bytes_.append(memory, sizeof(T));
        return *this;
    }
    void key(int field, unsigned wireType) { varint(std::uint64_t(field) << 3U | wireType); }
    void varint(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U) { bytes_ += char(0x80U | (value & 0x7FU)); }
        bytes_ += char(value);
    }
    std::string bytes_;
};

} // namespace gridscope
