// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/fingerprint.h"

#include "core/base/hash.h"

#include <array>
#include <filesystem>
#include <fstream>

namespace gridscope::data {

namespace {

constexpr std::size_t endBytes = 4096;

std::uint64_t withFile(std::uint64_t hash, const std::string& file)
{
    const std::filesystem::path path(file);
    const std::string name = path.filename().string();
    hash = run::chainedHash(hash, name.data(), name.size());
    std::error_code failed;
    const std::uint64_t size = std::filesystem::file_size(path, failed);
    std::ifstream stream(path, std::ios::binary);
    if (failed || !stream) { return hash; }
    hash = run::chainedHash(hash, &size, sizeof size);
    std::array<char, 2 * endBytes> ends{};
    stream.read(ends.data(), endBytes);
    std::size_t count = std::size_t(stream.gcount());
    if (size > endBytes) {
        stream.clear();
        stream.seekg(std::streamoff(std::max<std::uint64_t>(endBytes, size - endBytes)));
        stream.read(ends.data() + count, endBytes);
        count += std::size_t(stream.gcount());
    }
    return run::chainedHash(hash, ends.data(), count);
}

template <typename Value>
std::uint64_t withValues(std::uint64_t hash, const std::vector<Value>& values)
{
    return run::chainedHash(hash, values.data(), values.size() * sizeof(Value));
}

std::uint64_t hashOf(const Dataset& d, const Samples& samples)
{
    const std::array<std::int32_t, 4> sizes = {d.channels, d.height, d.width, d.classes};
    const std::array<float, 2> standard = {d.mean, d.deviation};
    std::uint64_t hash = run::chainedHash(0, sizes.data(), sizeof sizes);
    hash = run::chainedHash(hash, standard.data(), sizeof standard);
    hash = withValues(hash, samples.labels);
    hash = withValues(hash, samples.bytes);
    hash = withValues(hash, samples.values);
    for (const std::string& file : samples.files) { hash = withFile(hash, file); }
    return hash;
}

} // namespace

run::DataHashes fingerprintOf(const Dataset& dataset)
{
    return {hashOf(dataset, dataset.train), hashOf(dataset, dataset.validation), hashOf(dataset, dataset.test)};
}

} // namespace gridscope::data
