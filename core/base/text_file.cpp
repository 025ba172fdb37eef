// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text_file.h"

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gridscope {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path, int error)
{
    const std::string sentence = what + " \"" + path + "\": " + std::strerror(error) + ".";
    if (error == ENOSPC || error == EDQUOT || error == EFBIG || error == EIO) { throw DiskError(sentence); }
    throw FileError(sentence);
}

[[noreturn]] void failLarge(const std::string& path, std::size_t limitBytes)
{
    throw FileError("\"" + path + "\" is larger than the " + std::to_string(limitBytes)
                    + " bytes that such a file may have.");
}

// 0 or the system's reason.
int writeAll(int file, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(file, bytes.data(), std::min<std::size_t>(bytes.size(), 1 << 30));
        if (count < 0 && errno != EINTR) { return errno; }
        bytes.remove_prefix(std::size_t(std::max<ssize_t>(count, 0))); // a full disk may take a part first
    }
    return ::fsync(file) == 0 ? 0 : errno; // else a power cut may keep the new name and lose the content
}

// A file of that name made here and now: what stood there, such as a stranger's link to a file elsewhere, is removed, never
// written through. It gets the rights of the file that it is to replace.
int makeNeighbour(const std::string& neighbour, const std::string& path)
{
    ::unlink(neighbour.c_str());
    const int file = ::open(neighbour.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    struct stat old {};
    if (file >= 0 && ::lstat(path.c_str(), &old) == 0 && S_ISREG(old.st_mode)) { ::fchmod(file, old.st_mode & 0777U); }
    return file;
}

int writeNeighbour(const std::string& neighbour, const std::string& path, std::string_view bytes)
{
    const int file = makeNeighbour(neighbour, path);
    if (file < 0) { return errno; }
    const int error = writeAll(file, bytes);
    const int closing = ::close(file) == 0 ? 0 : errno; // network drives report a full disk only now
    return error != 0 ? error : closing;
}

void replaceFile(const std::string& path, std::string_view bytes)
{
    const std::string neighbour = path + ".part";
    std::error_code ignored;
    if (const int error = writeNeighbour(neighbour, path, bytes); error != 0) {
        std::filesystem::remove(neighbour, ignored);
        fail("Cannot write", path, error);
    }
    std::error_code error;
    std::filesystem::rename(neighbour, path, error);
    if (error) {
        std::filesystem::remove(neighbour, ignored);
        fail("Cannot replace", path, error.value());
    }
}

// Asks for the file's size at once, and for pieces of what turns out to be longer, so a high limit costs nothing.
template <class Buffer>
Buffer wholeFile(const std::string& path, std::size_t limitBytes)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) { fail("Cannot read", path, EISDIR); }
    const auto size = std::filesystem::file_size(path, error);
    if (!error && size > limitBytes) { failLarge(path, limitBytes); }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    Buffer buffer;
    for (std::size_t piece = error ? 1 << 16 : size + 1; file && buffer.size() <= limitBytes; piece = 1 << 16) {
        const std::size_t before = buffer.size();
        buffer.resize(before + std::min(piece, limitBytes + 1 - before));
        file.read(reinterpret_cast<char*>(buffer.data()) + before, std::streamsize(buffer.size() - before));
        buffer.resize(before + std::size_t(file.gcount()));
    }
    if (file.bad() || !file.is_open()) { fail("Cannot read", path, errno); }
    if (buffer.size() > limitBytes) { failLarge(path, limitBytes); }
    return buffer;
}

} // namespace

void writeTextFile(const std::string& path, std::string_view text) { replaceFile(path, text); }

void writeBytesFile(const std::string& path, std::span<const std::uint8_t> bytes)
{
    replaceFile(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string readTextFile(const std::string& path, std::size_t limitBytes)
{
    return wholeFile<std::string>(path, limitBytes);
}

std::vector<std::uint8_t> readBytesFile(const std::string& path, std::size_t limitBytes)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (error && status.type() != std::filesystem::file_type::not_found) { fail("Cannot read", path, error.value()); }
    if (!std::filesystem::exists(status)) { fail("Cannot read", path, ENOENT); }
    if (std::filesystem::is_directory(status)) { fail("Cannot read", path, EISDIR); }
    if (!std::filesystem::is_regular_file(status)) {
        throw FileError("Cannot read \"" + path + "\": it is not a regular file.");
    }
    return wholeFile<std::vector<std::uint8_t>>(path, limitBytes);
}

void makeFolder(const std::string& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) { fail("Cannot make the folder", path, error.value()); }
}

} // namespace gridscope
