// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signals.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace gridscope::app {

namespace {

// A handler may do little more than write a byte; a thread reads it and does the rest.
std::array<int, 2> wakeUp{-1, -1};
constexpr char endListening = 'e';
constexpr char stopRun = 's';

volatile std::sig_atomic_t isTimeOver = 0;

void onSignal(int number)
{
    if (number == SIGUSR1) { isTimeOver = 1; }
    std::signal(number, SIG_DFL);
    [[maybe_unused]] const auto written = write(wakeUp[1], &stopRun, 1);
}

} // namespace

StopOnSignal::StopOnSignal(run::Control& control)
{
    if (pipe2(wakeUp.data(), O_CLOEXEC) != 0) { return; } // without it the signals just end the program
    listener_ = std::jthread([&control] {
        char why = endListening;
        while (read(wakeUp[0], &why, 1) == 1 && why == stopRun) { control.stop(); }
    });
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    std::signal(SIGUSR1, onSignal);
}

bool StopOnSignal::wasTimeOver() { return isTimeOver != 0; }

StopOnSignal::~StopOnSignal()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGUSR1, SIG_DFL);
    if (!listener_.joinable()) { return; }
    [[maybe_unused]] const auto written = write(wakeUp[1], &endListening, 1);
    listener_.join();
    close(wakeUp[0]);
    close(wakeUp[1]);
}

} // namespace gridscope::app
