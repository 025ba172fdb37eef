// SPDX-License-Identifier: GPL-3.0-or-later
// The members of a zip archive that lies in memory. libzip takes it apart (ZIP64 and deflate included) and checks checksums;
// the sizes, which the archive's writer chose, are bounded here before memory is asked for.
// Errors : FileError with the file, the member and the reason.
// Threads: one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gridscope::data {

bool isZipArchive(std::span<const std::uint8_t> bytes); // by its first four bytes

class ZipArchive {
public:
    // `bytes` must stay while this lives. `fileName` is for the sentences.
    ZipArchive(std::span<const std::uint8_t> bytes, std::string fileName);
    ~ZipArchive();
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    const std::vector<std::string>& names() const { return names_; } // in the archive's order; folders end in '/'
    std::size_t unpackedBytes(std::size_t member) const;             // as the archive says
    std::vector<std::uint8_t> read(std::size_t member, std::size_t limitBytes) const;

private:
    struct Handle;
    [[noreturn]] void fail(const std::string& why) const;
    [[noreturn]] void fail(std::size_t member, const std::string& why) const;

    std::string fileName_;
    std::unique_ptr<Handle> handle_;
    std::vector<std::string> names_;
};

} // namespace gridscope::data
