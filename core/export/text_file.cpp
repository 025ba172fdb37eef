// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/text_file.h"

#include "core/run/error.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace gridscope {

namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path, int error)
{
    throw FileError(what + " \"" + path + "\": " + std::strerror(error) + ".");
}

} // namespace

void writeTextFile(const std::string& path, std::string_view text)
{
    const std::string neighbour = path + ".part";
    errno = 0;
    std::ofstream file(neighbour, std::ios::binary | std::ios::trunc);
    file.write(text.data(), std::streamsize(text.size()));
    file.close();                                  // a full disk may show up only now
    if (!file) {
        const int error = errno;
        std::error_code ignored;
        std::filesystem::remove(neighbour, ignored);
        fail("Cannot write", path, error);
    }
    std::error_code error;
    std::filesystem::rename(neighbour, path, error);
    if (error) { fail("Cannot replace", path, error.value()); }
}

std::string readTextFile(const std::string& path, std::size_t limitBytes)
{
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) { fail("Cannot read", path, EISDIR); }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::string text(limitBytes + 1, '\0');
    file.read(text.data(), std::streamsize(text.size()));
    if (file.bad() || !file.is_open()) { fail("Cannot read", path, errno); }
    text.resize(std::size_t(file.gcount()));
    if (text.size() > limitBytes) {
        throw FileError("\"" + path + "\" is larger than the " + std::to_string(limitBytes) + " bytes that such a file may have.");
    }
    return text;
}

void makeFolder(const std::string& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error) { fail("Cannot make the folder", path, error.value()); }
}

} // namespace gridscope
