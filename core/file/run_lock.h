// SPDX-License-Identifier: GPL-3.0-or-later
// One writer per run file. The lock is a small neighbour, RUN-lock, so that nobody touches the database's own locks: closing
// any second handle of an SQLite file would drop them. A killed program's lock is no longer held; its neighbour is reused.
// Errors : FileError when another program, or another writer of this one, holds it.
#pragma once

#include <string>

namespace gridscope::run {

class RunLock {
public:
    explicit RunLock(const std::string& path); // of the run file
    ~RunLock();
    bool isHeld() const; // false: somebody has removed or replaced the neighbour
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

private:
    bool tryOnce(); // false: the neighbour was just replaced, try again
    std::string path_;
    std::string neighbour_;
    int handle_ = -1;
};

// Says to other programs that a finished run is open here, so that none clears it away. Any number of programs may; it hinders
// no writer, and does nothing where the neighbour, RUN-open, cannot be made.
class OpenMark {
public:
    explicit OpenMark(const std::string& path);
    ~OpenMark();
    OpenMark(const OpenMark&) = delete;
    OpenMark& operator=(const OpenMark&) = delete;
    static bool isOpen(const std::string& path); // by whomever

private:
    std::string neighbour_;
    int handle_ = -1;
};

// Whether the folder is on a network drive or another file system that shares no memory between processes, which SQLite's
// write-ahead log needs.
bool isOnNetwork(const std::string& folder);

} // namespace gridscope::run
