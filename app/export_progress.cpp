// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_progress.h"

#include "app/terminal.h"
#include "core/base/whole.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <unistd.h>
#include <utility>

namespace gridscope::app {

namespace {

constexpr auto redrawEvery = std::chrono::milliseconds(100);
constexpr int barWidth = 24;

double secondsBetween(std::chrono::steady_clock::time_point from, std::chrono::steady_clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

} // namespace

ExportProgress::ExportProgress(std::size_t parts, bool forPrograms)
    : terminal_(isatty(STDERR_FILENO) == 1 && !forPrograms), forPrograms_(forPrograms), parts_(parts)
{}

ExportProgress::~ExportProgress() { clear(); }

void ExportProgress::clear()
{
    if (std::exchange(barShown_, false)) { clearLine(); }
}

void ExportProgress::note(const std::string& line)
{
    clear();
    say(line);
}

void ExportProgress::begin(const std::string& part)
{
    part_ = part;
    partBegan_ = std::chrono::steady_clock::now();
    within(0, "");
}

void ExportProgress::within(double share, const std::string& what)
{
    const auto now = std::chrono::steady_clock::now();
    if ((!terminal_ && !forPrograms_) || now - drawn_ < redrawEvery) { return; }
    drawn_ = now;
    const double all = (double(done_) + share) / double(std::max<std::size_t>(parts_, 1));
    if (forPrograms_) {
        char number[16];
        std::snprintf(number, sizeof number, "%.3f", all);
        return say("progress " + std::string(number) + " " + part_ + (what.empty() ? "" : ", " + what));
    }
    const int filled = run::wholeIn(all * barWidth, 0, barWidth);
    const std::string bar = std::string(std::size_t(filled), '#') + std::string(std::size_t(barWidth - filled), '.');
    // Parts take very different times, so the time left is of the current one.
    std::string left;
    const double elapsed = secondsBetween(partBegan_, now);
    if (share > 0.02 && elapsed > 0.5) {
        left = "  " + std::to_string(run::nearestIn(elapsed / share - elapsed, 0, std::numeric_limits<int>::max()))
               + " s left";
    }
    drawOver("[" + bar + "] " + part_ + "  " + what + left);
    barShown_ = true;
}

void ExportProgress::end(std::size_t files)
{
    ++done_;
    note(part_ + ": " + std::to_string(files) + (files == 1 ? " file" : " files"));
}

} // namespace gridscope::app
