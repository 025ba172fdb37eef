// SPDX-License-Identifier: GPL-3.0-or-later
// `gridscope experiment NAME`: runs the arms one after the other and says what came out. Exit status: app/README.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gridscope::app {

struct ExperimentOptions {
    std::string name;   // hypothesis, table, sweep
    std::string file;   // of a sweep
    std::string preset; // what the arms start from; empty: the experiment's own
    std::vector<std::string> settings;
    int seeds = 3;                 // 1, 2, ...
    std::vector<std::string> only; // names of the arms to run now; empty: all
    std::string folder;            // run files, and report.md, report.json, report.html
    bool again = false;            // also arms that diverged
    bool json = false;
};
int experiment(const ExperimentOptions& options);

} // namespace gridscope::app
