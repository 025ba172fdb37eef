// SPDX-License-Identifier: GPL-3.0-or-later
// Where runs are recorded until they are saved elsewhere: a folder of the program's own, with a bound.
// Threads: any; nothing here is remembered but the folder.
#pragma once

#include "core/config/config.h"
#include "core/file/run_writer.h"

#include <QDateTime>
#include <QString>

#include <optional>

namespace gridscope::ui {

struct Recordings {
    QString folder; // empty: runs are not recorded
    run::RecordingOptions options;
    int mostFiles = 50;
    std::int64_t mostBytes = 2'000'000'000;

    // A file that is not there yet: "2026-11-24-1530-fashion-quick-seed1.gridscope". Makes the folder.
    QString newFile(const run::RunConfig& config, const QDateTime& now) const;
    QString forkFile(const QString& parent, std::int64_t step) const;
    bool holds(const QString& path) const;
    // The newest recording that nobody writes, when it has no end: of a program that was killed. Empty when there is none.
    QString unfinished() const;
    // Removes the oldest recordings until the bound holds; never one that is being written or open in any window.
    void prune() const;
};

// Below the user's data folder.
Recordings usualRecordings();

// What can be seen of a run file from outside.
struct FileState {
    std::int64_t bytes = 0; // with its log
    std::int64_t secondsSinceWrite = 0;
};
std::optional<FileState> fileState(const QString& path);

} // namespace gridscope::ui
