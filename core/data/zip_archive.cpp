// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/zip_archive.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <zip.h>

#include <algorithm>
#include <array>

namespace gridscope::data {

namespace {

constexpr std::size_t mostMembers = 100'000;
constexpr std::size_t bestRatio = 1032; // of deflate: who claims more would have us fill memory with nothing

// libzip's reasons without its numbers of the system, which are none here.
std::string reason(zip_error_t& error)
{
    const std::string text = zip_error_strerror(&error);
    return text.empty() ? "it cannot be read" : text;
}

using OpenMember = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

} // namespace

struct ZipArchive::Handle {
    zip_t* archive = nullptr;
    ~Handle()
    {
        if (archive != nullptr) { zip_discard(archive); }
    }
};

bool isZipArchive(std::span<const std::uint8_t> bytes)
{
    constexpr std::array<std::uint8_t, 4> local = {'P', 'K', 3, 4}, empty = {'P', 'K', 5, 6};
    if (bytes.size() < local.size()) { return false; }
    return std::equal(local.begin(), local.end(), bytes.begin())
           || std::equal(empty.begin(), empty.end(), bytes.begin());
}

ZipArchive::ZipArchive(std::span<const std::uint8_t> bytes, std::string fileName)
    : fileName_(std::move(fileName)), handle_(std::make_unique<Handle>())
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) { handle_->archive = zip_open_from_source(source, ZIP_RDONLY, &error); }
    const std::string why = handle_->archive == nullptr ? reason(error) : "";
    zip_error_fini(&error);
    if (handle_->archive == nullptr) {
        zip_source_free(source);
        fail("this is no zip archive, or one that is cut off: " + why);
    }
    const zip_int64_t count = zip_get_num_entries(handle_->archive, 0);
    if (count > zip_int64_t(mostMembers)) { fail("it has more than " + run::thousands(mostMembers) + " members"); }
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* name = zip_get_name(handle_->archive, zip_uint64_t(i), ZIP_FL_ENC_RAW);
        names_.emplace_back(name != nullptr ? name : "");
    }
}

ZipArchive::~ZipArchive() = default;

std::size_t ZipArchive::unpackedBytes(std::size_t member) const
{
    zip_stat_t stat;
    const bool isThere = zip_stat_index(handle_->archive, member, 0, &stat) == 0;
    constexpr zip_uint64_t needed = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if (!isThere || (stat.valid & needed) != needed) { fail(member, "has no size"); }
    if (stat.encryption_method != ZIP_EM_NONE) { fail(member, "is encrypted"); }
    if (stat.size / bestRatio > stat.comp_size + 1) { fail(member, "unpacks to more than any packing can hold"); }
    return std::size_t(stat.size);
}

std::vector<std::uint8_t> ZipArchive::read(std::size_t member, std::size_t limitBytes) const
{
    const std::size_t size = unpackedBytes(member);
    if (size > limitBytes) {
        fail(member, "is larger than the " + std::to_string(limitBytes) + " bytes that it may have");
    }
    const OpenMember file(zip_fopen_index(handle_->archive, member, 0), zip_fclose);
    if (!file) { fail(member, "cannot be unpacked: " + reason(*zip_get_error(handle_->archive))); }
    // One byte more: only at the end is the checksum compared.
    std::vector<std::uint8_t> bytes(size + 1);
    std::size_t have = 0;
    while (have < bytes.size()) {
        const zip_int64_t count = zip_fread(file.get(), bytes.data() + have, bytes.size() - have);
        if (count < 0) { fail(member, "is damaged: " + reason(*zip_file_get_error(file.get()))); }
        if (count == 0) { break; }
        have += std::size_t(count);
    }
    if (have != size) { fail(member, "does not have the size that the archive gives it"); }
    bytes.resize(size);
    return bytes;
}

void ZipArchive::fail(const std::string& why) const { throw FileError(run::shown(fileName_) + ": " + why + "."); }

void ZipArchive::fail(std::size_t member, const std::string& why) const
{
    fail(run::inQuotes(names_[member]) + " in the archive " + why);
}

} // namespace gridscope::data
