// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal.h"

#include "core/base/error.h"
#include "core/base/wording.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace gridscope::app {

namespace {

constexpr const char* backToBeginning = "\r\033[K";

void toErrors(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
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

} // namespace gridscope::app
