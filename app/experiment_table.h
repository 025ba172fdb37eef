// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment says while it runs, on standard error: a row for each run that has ended; on a terminal, below the rows, what is
// at work and how long the whole still takes. Remembers what came out, and knows from that which runs there will be.
// Threads: one.
#pragma once

#include "core/experiment/plan.h"

#include <chrono>
#include <map>
#include <set>

namespace gridscope::app {

class ExperimentTable {
public:
    ExperimentTable(experiment::Experiment experiment, std::size_t atOnce);
    ~ExperimentTable();
    ExperimentTable(const ExperimentTable&) = delete;
    ExperimentTable& operator=(const ExperimentTable&) = delete;

    void begins(const experiment::Arm& arm);
    void step(const experiment::Arm& arm, std::int64_t index);
    void ended(const experiment::Arm& arm, const experiment::Outcome& outcome);
    void left(const experiment::Arm& arm); // it did not come to its end, and will not in this session
    void note(const std::string& line);    // a line that stays
    void tellEach(std::function<void()> tell) { tell_ = std::move(tell); } // after each run that has ended
    bool isDrawn() const { return terminal_; }
    void draw();  // what is at work; at most ten times a second
    void clear(); // until then
    std::optional<experiment::Outcome> known(const experiment::Arm& arm) const;
    std::string wholeText() const; // "3 of 66 runs, 12 min 05 s left"

private:
    using Clock = std::chrono::steady_clock;
    struct AtWork {
        experiment::Arm arm;
        Clock::time_point since;
        std::optional<std::int64_t> first = {}; // steps of this session
        std::int64_t last = 0;
        std::int64_t done() const; // also before this session
    };
    void plan();
    void writeRow(const experiment::Outcome& outcome);
    std::int64_t stepsLeft() const;
    std::size_t armsLeft() const;
    std::vector<std::string> workLines() const;

    experiment::Experiment experiment_;
    std::function<void()> tell_;
    std::size_t atOnce_;
    bool terminal_;
    std::vector<experiment::Arm> arms_; // all that there will be, as far as is known
    std::map<std::string, experiment::Outcome> outcomes_;
    std::set<std::string> left_;
    std::map<std::string, AtWork> atWork_;
    experiment::Pace pace_;
    Clock::time_point drawn_{};
    std::size_t drawnLines_ = 0;
    bool hasHeader_ = false;
};

} // namespace gridscope::app
