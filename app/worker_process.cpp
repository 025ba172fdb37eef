// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/worker_process.h"

#include "core/base/error.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace gridscope::app {

namespace {

[[noreturn]] void refuse(int error)
{
    throw DiskError(std::string("Cannot start a program for one of the jobs: ") + std::strerror(error) + ".");
}

// With all three of its streams at our end of the socket. The program by what runs, not by a name: it may be replaced meanwhile.
int spawn(pid_t& process, int socket, std::vector<std::string>& arguments)
{
    std::vector<char*> words;
    for (std::string& argument : arguments) { words.push_back(argument.data()); }
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        posix_spawn_file_actions_adddup2(&actions, socket, stream);
    }
    const int error = posix_spawn(&process, "/proc/self/exe", &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

} // namespace

WorkerProcess::WorkerProcess(std::vector<std::string> arguments)
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) { refuse(errno); }
    arguments.insert(arguments.begin(), "gridscope");
    const int error = spawn(process_, ends[1], arguments);
    close(ends[1]);
    socket_ = ends[0];
    if (error != 0) {
        close(socket_);
        refuse(error);
    }
}

WorkerProcess::~WorkerProcess()
{
    stop();
    shutdown(socket_, SHUT_RDWR); // what it still says must not wait for us, who wait for it
    if (!howEnded_) { waitFor(); }
    close(socket_);
}

void WorkerProcess::send(const std::string& line)
{
    const std::string whole = line + "\n";
    for (std::size_t sent = 0; sent < whole.size();) {
        const auto more = ::send(socket_, whole.data() + sent, whole.size() - sent, MSG_NOSIGNAL);
        if (more < 0 && errno == EINTR) { continue; }
        if (more <= 0) { return; } // it has died, which takeLines() sees
        sent += std::size_t(more);
    }
}

void WorkerProcess::endInput() { shutdown(socket_, SHUT_WR); }

void WorkerProcess::stop()
{
    endInput();
    if (howEnded_ || isStopped_) { return; }
    isStopped_ = true; // a second one would end it at once
    kill(process_, SIGTERM);
}

std::vector<std::string> WorkerProcess::takeLines()
{
    std::vector<std::string> lines;
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto got = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0 && errno == EINTR) { continue; }
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) { return lines; }
        if (got <= 0) { break; }
        for (const char c : std::string_view(buffer.data(), std::size_t(got))) {
            if (c != '\n') {
                begunLine_ += c;
                continue;
            }
            lines.push_back(std::exchange(begunLine_, {}));
        }
    }
    if (!howEnded_) { waitFor(); }
    return lines;
}

void WorkerProcess::waitFor()
{
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {}
    howEnded_ = WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                                    : "status " + std::to_string(WEXITSTATUS(status));
}

} // namespace gridscope::app
