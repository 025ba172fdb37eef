// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON header of a safetensors file, for safetensors.cpp only.
// Errors : FileError, one sentence with file, place and reason.
#pragma once

#include "core/run/safetensors.h"

namespace gridscope::run::safetensors {

constexpr std::size_t mostHeaderBytes = 1'000'000;   // upstream allows 100 MB, which invites slow files
constexpr std::size_t mostTensors = 10'000;
constexpr std::size_t mostDimensions = 64;
inline constexpr std::string_view metadataKey = "__metadata__";

// Where one tensor lies; bytes of the data part, `end` is the first that is not its own.
struct Entry {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Header {
    std::map<std::string, std::string> metadata;
    std::vector<Entry> entries;
};

// Everything that JSON alone can tell: grammar, UTF-8, known fields and dtypes, nothing twice, whole numbers, the limits.
Header parseHeader(std::string_view json, const std::string& fileName);
std::string headerText(const Header& header);               // entries in their order, no spaces
std::string shapeText(const std::vector<std::int64_t>& shape);   // "[2, 3]"

} // namespace gridscope::run::safetensors
