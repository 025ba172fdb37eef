// SPDX-License-Identifier: GPL-3.0-or-later
// This very program once more, as somebody who works for us: lines go there, lines come back, both by one socket (writing to one
// that has died is then no signal). What it says on standard error comes the same way.
// Errors : DiskError when the system gives no further process. Ownership: it is told to end, and waited for, when this goes.
#pragma once

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace gridscope::app {

class WorkerProcess {
public:
    explicit WorkerProcess(std::vector<std::string> arguments);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    int handle() const { return socket_; } // to be polled
    void send(const std::string& line);
    void endInput();                      // it ends when it has done what it was sent
    void stop();                          // the same, after its current step
    std::vector<std::string> takeLines(); // what came since the last call; never waits for more
    // How it ended, once it has and all its lines were taken: "status 0", "signal 9".
    const std::optional<std::string>& howEnded() const { return howEnded_; }

private:
    void waitFor();

    int socket_ = -1;
    pid_t process_ = -1;
    bool isStopped_ = false;
    std::string begunLine_;
    std::optional<std::string> howEnded_;
};

} // namespace gridscope::app
