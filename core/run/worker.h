// SPDX-License-Identifier: GPL-3.0-or-later
// The one thread that trains, for all runs of the program (each new thread would bring its own OpenMP pool).
// Threads: `start` and the destructor belong to the owner; the job runs on the worker and tells `sink` from there.
// Errors : whatever a job throws becomes one End{Failed, sentence}; a job that ended by itself sends its own End.
#pragma once

#include "core/run/control.h"
#include "core/run/sink.h"

#include <deque>
#include <functional>
#include <thread>

namespace gridscope::run {

// Calls control.keepGoing() before each step and tells the sink what happens. Runs on any thread.
using Job = std::function<void(Control&, Sink&)>;
// Runs the job here and now, on the calling thread, with the Worker's promises about End.
void runJob(const Job& job, Control& control, Sink& sink);

class Worker {
public:
    Worker();
    ~Worker(); // stops the current job and joins
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    // Stops the current job and any that still waits, and starts this one after them. Every sink hears its End, also
    // that of a job that never ran (End{Stopped}).
    void start(Job job, std::shared_ptr<Control> control, std::shared_ptr<Sink> sink);

private:
    struct Order {
        Job job;
        std::shared_ptr<Control> control;
        std::shared_ptr<Sink> sink;
    };
    void stopAll();
    void loop();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Order> waiting_; // all but the last are told to stop
    std::shared_ptr<Control> current_;
    bool closing_ = false;
    std::thread thread_;
};

} // namespace gridscope::run
