// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gridscope::app {

namespace {

constexpr const char* backToBeginning = "\r\033[K";

void toErrors(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

// A line that reaches the edge would break, and be two.
std::size_t roomOfLine()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? std::size_t(size.ws_col - 1) : 79;
}

} // namespace

void print(std::string_view text)
{
    const std::string plain = run::withoutControls(text);
    errno = 0;
    const bool isWhole = std::fwrite(plain.data(), 1, plain.size(), stdout) == plain.size() && std::fflush(stdout) == 0;
    if (!isWhole) {
        throw DiskError(std::string("Cannot write the result to standard output: ") + std::strerror(errno) + ".");
    }
}

void say(std::string_view line) { toErrors(run::withoutControls(line) + "\n"); }
void complain(std::string_view sentence) { say("gridscope: " + std::string(sentence)); }
void drawOver(std::string_view line) { toErrors(backToBeginning + run::withoutControls(line)); }
void clearLine() { toErrors(backToBeginning); }

std::size_t drawLines(const std::vector<std::string>& lines, std::size_t before)
{
    if (lines.empty() && before == 0) { return 0; }
    std::string text = before == 0 ? "\r\033[J" : "\r\033[" + std::to_string(before) + "A\033[J";
    for (const std::string& line : lines) { text += run::withoutControls(line).substr(0, roomOfLine()) + "\n"; }
    toErrors(text);
    return lines.size();
}

} // namespace gridscope::app
