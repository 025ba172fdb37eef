// SPDX-License-Identifier: GPL-3.0-or-later
// The header of a safetensors file: its JSON (safetensors_header.cpp), its sizes and places (safetensors_layout.cpp).
// For safetensors.cpp only.
// Errors : FileError, one sentence with file, place and reason.
#pragma once

#include "core/base/safetensors.h"

#include <optional>

namespace gridscope::run::safetensors {

constexpr std::size_t mostHeaderBytes = 1'000'000; // upstream allows 100 MB, which invites slow files
constexpr std::size_t mostTensors = 10'000;
constexpr std::size_t mostDimensions = 64;
inline constexpr std::string_view metadataKey = "__metadata__";
inline constexpr std::string_view brainFloat = "BF16"; // the upper half of an F32

// Where one tensor lies; bytes of the data part, `end` is the first that is not its own.
struct Entry {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string foreign = {}; // a dtype that is not among ours: "BF16", which becomes F32; others are passed over
};

struct Header {
    std::map<std::string, std::string> metadata;
    std::vector<Entry> entries;
};

// Everything that JSON alone can tell: grammar, UTF-8, known fields, nothing twice, whole numbers, the limits.
Header parseHeader(std::string_view json, const std::string& fileName);
std::string headerText(const Header& header);                  // entries in their order, no spaces
std::string shapeText(const std::vector<std::int64_t>& shape); // "[2, 3]"

std::string count(std::uint64_t number); // "1,000" for sentences

// Bytes of a tensor; nothing when they cannot be counted.
std::optional<std::uint64_t> bytesOf(const std::vector<std::int64_t>& shape, DType dtype);
// Wide elements first, then by name: each tensor then lies on a multiple of its element's size.
bool comesFirst(std::size_t size, const std::string& name, std::size_t otherSize, const std::string& otherName);
void sortEntries(std::vector<Entry>& entries);
// FileError unless the entries cover the data without hole or overlap. Leaves them sorted by place. Tensors without
// values are fine wherever two others meet, and only there.
void checkTiling(std::vector<Entry>& entries, const std::string& file, std::uint64_t dataBytes);

} // namespace gridscope::run::safetensors
