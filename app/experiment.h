// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope experiment NAME`: runs the arms, one after the other or several at once, and says what came out.
// Exit status: app/README.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gridscope::app {

struct ExperimentOptions {
    std::string name;   // hypothesis, methods, table, sweep
    std::string file;   // of a sweep
    std::string preset; // what the arms start from; empty: the experiment's own
    std::vector<std::string> settings;
    std::string seeds = "3";       // a count, or a list with commas
    int jobs = 1;                  // arms at once, each in a program of its own
    std::vector<std::string> only; // names of the arms to run now; empty: all
    std::string folder;            // run files, and report.md, report.json, report.html
    bool again = false;            // also arms that diverged
    bool json = false;
    std::int64_t workerOf = 0; // this is one of those programs, started by this process
};
int experiment(const ExperimentOptions& options);

} // namespace gridscope::app
