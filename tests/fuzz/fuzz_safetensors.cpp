// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer harness of the safetensors readers. Whatever the bytes are, each reader gives a FileError or a file that
// survives being written and read again. Run: tests/fuzz/run
#include "core/base/safetensors.h"
#include "tests/fuzz/require.h"

#include <algorithm>

using namespace gridscope;
using fuzz::require;
using namespace gridscope::run;

namespace {

bool isOneSentence(const std::string& text)
{
    return text.starts_with("a file") && text.ends_with('.') && text.find('\n') == std::string::npos;
}

void checkForeign(std::span<const std::uint8_t> bytes)
{
    TensorFile file;
    try {
        file = readForeignTensors(bytes, "a file");
    } catch (const FileError& error) {
        return require(isOneSentence(error.what()), error.what());
    }
    const auto written = writeTensors(file);
    require(readTensors(written, "a file") == file, "written and read again, the content differs");
    require(writeTensors(readTensors(written, "a file")) == written, "the same content gave other bytes");
}

// The checksum keeps random bytes out, so an intact file that comes through must be exactly what we write.
void checkOwn(std::span<const std::uint8_t> bytes)
{
    TensorFile file;
    try {
        file = readTensors(bytes, "a file");
    } catch (const FileError& error) {
        return require(isOneSentence(error.what()), error.what());
    }
    require(std::ranges::equal(writeTensors(file), bytes), "a file was read that we would not write");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t mostBytes = 100'000; // so that the checksum never lifts a header above its limit
    if (size > mostBytes) { return 0; }
    checkForeign({data, size});
    checkOwn({data, size});
    return 0;
}
