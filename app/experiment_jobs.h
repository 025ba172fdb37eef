// SPDX-License-Identifier: GPL-3.0-or-later
// Arms of an experiment side by side, each in a process of its own: LibTorch and OpenBLAS have one pool of threads for a process. A
// worker is kept for more than one arm, and gets those of its seed first: they share one float network, and the loaded data.
// Failure: a worker that dies loses nobody else's arm; its own is given once more to another, and after a second death left for
//          the next time. Stopped, all workers end after their current step, and so they do when this process is killed.
// Errors : ConfigError and DiskError that a worker met, when the others have been ended.
// Threads: the main one, or the workers would end with the thread that started them.
#pragma once

#include "app/experiment_table.h"
#include "app/worker_process.h"
#include "core/run/control.h"

#include <memory>

namespace gridscope::app {

class ExperimentJobs {
public:
    ExperimentJobs(experiment::Arms& arms, ExperimentTable& table, const run::Control& control, std::string folder,
                   std::size_t jobs);
    experiment::Report run(const experiment::Experiment& experiment);
    int lost() const { return lost_; } // arms that were given up

private:
    struct Worker {
        std::unique_ptr<WorkerProcess> process;
        std::optional<experiment::Arm> arm = {}; // empty: it waits for one
        std::int64_t seed = -1;                  // of its last
    };
    void ask(const experiment::Experiment& experiment); // finds out which arms wait
    void giveOut();
    void give(Worker& worker);
    std::size_t bestFor(const Worker& worker) const; // of the arms that wait
    void startWorker();
    void listen();
    void hear(Worker& worker, const std::string& line);
    void ended(Worker& worker, std::optional<experiment::Outcome> outcome);
    void bury(Worker& worker);
    void stopAll();
    bool isAnyAtWork() const;

    experiment::Arms& arms_;
    ExperimentTable& table_;
    const run::Control& control_;
    std::string folder_;
    std::size_t jobs_;
    std::vector<Worker> workers_;
    std::vector<experiment::Arm> waiting_;
    std::set<std::string> looked_, givenOut_; // by title
    std::map<std::string, int> deaths_;
    bool isNews_ = true; // an outcome may bring new arms
    bool isStopping_ = false;
    int lost_ = 0;
};

} // namespace gridscope::app
