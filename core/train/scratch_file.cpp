// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/scratch_file.h"

#include "core/base/error.h"

#include <cerrno>
#include <cstring>
#include <string>

namespace gridscope::train {

namespace {

[[noreturn]] void fail(const char* what)
{
    throw FileError(std::string("Cannot ") + what + " a file for temporary data: " + std::strerror(errno) + ".");
}

} // namespace

ScratchFile::ScratchFile(std::span<const std::uint8_t> bytes) : file_(std::tmpfile()), size_(bytes.size())
{
    if (!file_ || std::fwrite(bytes.data(), 1, size_, file_.get()) != size_ || std::fflush(file_.get()) != 0) {
        fail("write");
    }
}

std::vector<std::uint8_t> ScratchFile::read() const
{
    std::vector<std::uint8_t> bytes(size_);
    std::rewind(file_.get());
    if (std::fread(bytes.data(), 1, size_, file_.get()) != size_) { fail("read"); }
    return bytes;
}

} // namespace gridscope::train
