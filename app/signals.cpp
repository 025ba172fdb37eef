// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signals.h"

#include "app/terminal.h"
#include "core/base/memory.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace gridscope::app {

namespace {

// A handler may do little more than write a byte; a thread reads it and does the rest.
std::array<int, 2> wakeUp{-1, -1};
constexpr char endListening = 'e';
constexpr char stopRun = 's';
constexpr std::array stopping = {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGPIPE};

volatile std::sig_atomic_t isTimeOver = 0;

void onSignal(int number)
{
    if (number == SIGUSR1) { isTimeOver = 1; }
    std::signal(number, number == SIGPIPE ? SIG_IGN : SIG_DFL);
    [[maybe_unused]] const auto written = write(wakeUp[1], &stopRun, 1);
}

// OpenBLAS asks for its working memory, 128 MiB at once, until it gets it, and never returns without.
bool isOutOfMemory()
{
    constexpr std::size_t workingMemory = std::size_t(130) << 20;
    return !run::canTakeMemory(workingMemory);
}

[[noreturn]] void endAtOnce(const char* why)
{
    complain(why);
    _exit(1); // nothing of the work that hangs would let itself be ended in order
}

// A second between two looks. Ten are enough to load the engine on a slow disk, and then to leave whatever listens.
constexpr int patienceMilliseconds = 1000;
constexpr int looksBeforeTheBeginning = 10;
constexpr int looksWithoutMemory = 5;

class Listener {
public:
    Listener(run::Control& control, std::function<bool()> hasBegun) : control_(control), hasBegun_(std::move(hasBegun))
    {}

    void operator()()
    {
        for (;;) {
            pollfd waiting{wakeUp[0], POLLIN, 0};
            if (poll(&waiting, 1, control_.isStopping() ? patienceMilliseconds : -1) == 0) {
                look();
                continue;
            }
            char why = endListening;
            if (read(wakeUp[0], &why, 1) != 1 || why != stopRun) { return; }
            control_.stop();
        }
    }

private:
    void look()
    {
        ++looks_;
        withoutMemory_ = isOutOfMemory() ? withoutMemory_ + 1 : 0;
        if (hasBegun_ && !hasBegun_() && looks_ >= looksBeforeTheBeginning) {
            endAtOnce("Stopped before the run had begun.");
        }
        if (withoutMemory_ >= looksWithoutMemory) {
            endAtOnce("Stopped: there is not enough memory for the run to come to the end of its step; what was "
                      "recorded stays.");
        }
    }

    run::Control& control_;
    std::function<bool()> hasBegun_;
    int looks_ = 0; // since the stop was asked for
    int withoutMemory_ = 0;
};

} // namespace

StopOnSignal::StopOnSignal(run::Control& control, std::function<bool()> hasBegun)
{
    if (pipe2(wakeUp.data(), O_CLOEXEC) != 0) { return; } // without it the signals just end the program
    listener_ = std::jthread(Listener(control, std::move(hasBegun)));
    for (const int number : stopping) {
        // What whoever started us ignores stays ignored: nohup, a shell's background job.
        if (const auto before = std::signal(number, onSignal); before == SIG_IGN && number == SIGHUP) {
            std::signal(number, SIG_IGN);
        }
    }
}

bool StopOnSignal::wasTimeOver() { return isTimeOver != 0; }

StopOnSignal::~StopOnSignal()
{
    for (const int number : stopping) {
        const auto before = std::signal(number, SIG_DFL);
        if (before == SIG_IGN) { std::signal(number, SIG_IGN); } // nobody reads: the last words must not kill
    }
    if (!listener_.joinable()) { return; }
    [[maybe_unused]] const auto written = write(wakeUp[1], &endListening, 1);
    listener_.join();
    close(wakeUp[0]);
    close(wakeUp[1]);
}

} // namespace gridscope::app
