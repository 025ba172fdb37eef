// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/picture_scan.h"

#include "core/base/error.h"
#include "core/base/wording.h"
#include "core/data/picture_folder.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>
#include <system_error>
#include <thread>

namespace gridscope::data {

namespace {

constexpr std::uintmax_t mostBytesTried = 128'000'000;
constexpr std::size_t endBytes = 4096;

struct Look {
    std::uintmax_t bytes = 0;
    std::string whyNot;       // it is no picture, and nobody needs to try
    bool lacksItsEnd = false; // it may be cut off
};

bool isCalledPicture(const std::string& file)
{
    constexpr std::array<std::string_view, 6> endings = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"};
    const std::string ending = run::lowered(std::filesystem::path(file).extension().string());
    return std::ranges::find(endings, ending) != endings.end();
}

// "PNG", or "" for what is none of those that are read.
std::string_view kindOf(std::string_view first)
{
    using namespace std::string_view_literals;
    if (first.starts_with("\x89PNG\r\n\x1a\n"sv)) { return "PNG"; }
    if (first.starts_with("\xFF\xD8\xFF"sv)) { return "JPEG"; }
    if (first.starts_with("GIF8"sv)) { return "GIF"; }
    if (first.starts_with("BM"sv)) { return "BMP"; }
    if (first.starts_with("RIFF"sv) && first.size() >= 12 && first.substr(8, 4) == "WEBP"sv) { return "WebP"; }
    return "";
}

Look lookAt(const std::string& file)
{
    Look look;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed)) { // opening a pipe would wait for ever
        look.whyNot = failed || !std::filesystem::exists(file, failed) ? "a link to nothing" : "no file";
        return look;
    }
    look.bytes = std::filesystem::file_size(file, failed);
    std::ifstream stream(file, std::ios::binary);
    if (failed || !stream) {
        look.whyNot = "it could not be opened";
        look.bytes = 0;
        return look;
    }
    std::array<char, 12> first{};
    stream.read(first.data(), first.size());
    const std::string_view kind = kindOf({first.data(), std::size_t(stream.gcount())});
    if (look.bytes == 0) {
        look.whyNot = "empty";
    } else if (kind.empty()) {
        look.whyNot = isCalledPicture(file) ? "its content is no PNG, JPEG, GIF, BMP or WebP" : "no picture";
    } else if (kind == "PNG" || kind == "JPEG") {
        std::array<char, endBytes> last{};
        stream.clear();
        stream.seekg(std::streamoff(look.bytes > endBytes ? look.bytes - endBytes : 0));
        stream.read(last.data(), endBytes);
        const std::string_view end(last.data(), std::size_t(stream.gcount()));
        look.lacksItsEnd = end.find(kind == "PNG" ? "IEND" : "\xFF\xD9") == std::string_view::npos;
    }
    return look;
}

// What the decoder says without the file's name, which is told beside it.
std::string whyNotDecoded(const std::string& file, int side, std::vector<std::uint8_t>& planes)
{
    try {
        decodePicture(file, side, planes);
        return "";
    } catch (const Error& error) {
        std::string why = error.what();
        const std::string_view verbs[] = {" could not ", " is ", " has "};
        for (const std::string_view verb : verbs) {
            const auto name = file.rfind('/');
            const std::string ending =
                run::withoutControls(file.substr(name == std::string::npos ? 0 : name + 1)) + std::string(verb);
            if (const auto found = why.find(ending); found != std::string::npos) {
                why = why.substr(found + ending.size() - verb.size() + 1);
                break;
            }
        }
        while (!why.empty() && why.back() == '.') { why.pop_back(); }
        return why;
    } catch (const std::bad_alloc&) {
        return "there is too little memory for it";
    }
}

template <typename Work>
void forEach(std::size_t count, Work work)
{
    constexpr unsigned mostThreads = 16;
    constexpr std::size_t atOnce = 16;
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
        for (std::size_t first = next.fetch_add(atOnce); first < count; first = next.fetch_add(atOnce)) {
            for (std::size_t i = first; i < std::min(first + atOnce, count); ++i) { work(i); }
        }
    };
    std::vector<std::thread> others;
    const std::size_t wanted =
        std::min<std::size_t>(std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads), count / atOnce + 1);
    try {
        while (others.size() + 1 < wanted) { others.emplace_back(run); }
    } catch (const std::system_error&) { // no more threads; this one does it
    }
    run();
    for (std::thread& other : others) { other.join(); }
}

} // namespace

std::vector<std::string> whyNotPictures(const std::vector<std::string>& files, int side)
{
    std::vector<Look> looks(files.size());
    forEach(files.size(), [&](std::size_t i) { looks[i] = lookAt(files[i]); });
    std::uintmax_t bytes = 0;
    for (const Look& look : looks) { bytes += look.whyNot.empty() ? look.bytes : 0; }
    std::vector<std::string> why(files.size());
    forEach(files.size(), [&](std::size_t i) {
        why[i] = looks[i].whyNot;
        if (!why[i].empty() || !canDecodePictures() || (bytes > mostBytesTried && !looks[i].lacksItsEnd)) { return; }
        thread_local std::vector<std::uint8_t> planes;
        planes.resize(3 * std::size_t(side) * std::size_t(side));
        why[i] = whyNotDecoded(files[i], side, planes);
    });
    return why;
}

} // namespace gridscope::data
