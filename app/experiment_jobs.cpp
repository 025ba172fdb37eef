// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment_jobs.h"

#include "app/experiment_worker.h"
#include "core/base/error.h"

#include <algorithm>
#include <charconv>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace gridscope::app {

namespace {

using experiment::Arm;
using experiment::Outcome;

constexpr int patienceMilliseconds = 200; // between two looks at whether to stop
constexpr int mostDeaths = 2;             // of an arm's workers

} // namespace

ExperimentJobs::ExperimentJobs(experiment::Arms& arms, ExperimentTable& table, const run::Control& control,
                               std::string folder, std::size_t jobs)
    : arms_(arms), table_(table), control_(control), folder_(std::move(folder)), jobs_(jobs)
{}

experiment::Report ExperimentJobs::run(const experiment::Experiment& experiment)
{
    do {
        if (control_.isStopping()) {
            stopAll();
        } else {
            if (std::exchange(isNews_, false)) { ask(experiment); }
            giveOut();
        }
        table_.draw();
        listen();
    } while (isAnyAtWork() || (!control_.isStopping() && (isNews_ || !waiting_.empty())));
    workers_.clear(); // those that wait for more
    return experiment([this](const Arm& arm) { return table_.known(arm); });
}

void ExperimentJobs::ask(const experiment::Experiment& experiment)
{
    waiting_.clear();
    experiment([this](const Arm& arm) -> std::optional<Outcome> {
        if (auto outcome = table_.known(arm)) { return outcome; }
        if (control_.isStopping()) { return std::nullopt; }
        if (looked_.insert(titleOf(arm)).second) {
            if (auto outcome = arms_.look(arm)) {
                table_.ended(arm, *outcome);
                return outcome;
            }
        }
        if (!givenOut_.contains(titleOf(arm))) { waiting_.push_back(arm); }
        return std::nullopt;
    });
}

void ExperimentJobs::giveOut()
{
    for (Worker& worker : workers_) {
        if (!worker.arm && !waiting_.empty()) { give(worker); }
    }
    while (workers_.size() < jobs_ && !waiting_.empty()) {
        startWorker();
        give(workers_.back());
    }
}

void ExperimentJobs::startWorker()
{
    workers_.push_back({std::make_unique<WorkerProcess>(
        std::vector<std::string>{"experiment", "arms", "--worker-of", std::to_string(getpid()), "--out", folder_})});
}

void ExperimentJobs::give(Worker& worker)
{
    const auto chosen = waiting_.begin() + std::ptrdiff_t(bestFor(worker));
    worker.arm = *chosen;
    worker.seed = chosen->config.seed;
    waiting_.erase(chosen);
    givenOut_.insert(titleOf(*worker.arm));
    table_.begins(*worker.arm);
    worker.process->send(armLine(*worker.arm));
}

// Of the seed that it was at, else of one that nobody is at, else the first.
std::size_t ExperimentJobs::bestFor(const Worker& worker) const
{
    const auto firstThat = [this](auto is) { return std::ranges::find_if(waiting_, is); };
    auto found = firstThat([&](const Arm& arm) { return arm.config.seed == worker.seed; });
    if (found == waiting_.end()) {
        found = firstThat([&](const Arm& arm) {
            return std::ranges::none_of(workers_, [&](const Worker& w) { return w.seed == arm.config.seed; });
        });
    }
    return found == waiting_.end() ? 0 : std::size_t(found - waiting_.begin());
}

void ExperimentJobs::listen()
{
    std::vector<pollfd> ears;
    for (const Worker& worker : workers_) { ears.push_back({worker.process->handle(), POLLIN, 0}); }
    if (!isAnyAtWork() || poll(ears.data(), ears.size(), patienceMilliseconds) <= 0) { return; }
    for (Worker& worker : workers_) {
        for (const std::string& line : worker.process->takeLines()) { hear(worker, line); }
        if (worker.process->howEnded()) { bury(worker); }
    }
    std::erase_if(workers_, [](const Worker& worker) { return worker.process->howEnded().has_value(); });
}

void ExperimentJobs::hear(Worker& worker, const std::string& line)
{
    const auto blank = std::min(line.find(' '), line.size());
    const std::string word = line.substr(0, blank), text = line.substr(std::min(blank + 1, line.size()));
    if (!worker.arm || !line.starts_with('@')) { // what a library says, say
        return table_.note(worker.arm ? titleOf(*worker.arm) + ": " + line : line);
    }
    if (word == "@step") {
        std::int64_t step = 0;
        std::from_chars(text.data(), text.data() + text.size(), step);
        return table_.step(*worker.arm, step);
    }
    if (word == "@wrong") { throw ConfigError(text); }
    if (word == "@disk") { throw DiskError(text); }
    if (word == "@failed") { return ended(worker, experiment::notBegun(*worker.arm, text)); }
    if (word == "@done" || word == "@left") { ended(worker, arms_.collect(*worker.arm)); }
}

void ExperimentJobs::ended(Worker& worker, std::optional<Outcome> outcome)
{
    if (outcome) {
        table_.ended(*worker.arm, *outcome);
    } else {
        table_.left(*worker.arm);
    }
    worker.arm.reset();
    isNews_ = true;
}

void ExperimentJobs::bury(Worker& worker)
{
    if (!worker.arm) { return; }
    const std::string title = titleOf(*worker.arm);
    auto outcome = arms_.collect(*worker.arm); // its last words may have been lost
    if (!outcome && !isStopping_) {
        const bool isGivenUp = ++deaths_[title] == mostDeaths;
        if (isGivenUp) {
            ++lost_;
        } else {
            givenOut_.erase(title);
        }
        table_.note(title + ": its process has ended before its time (" + *worker.process->howEnded() + "); "
                    + (isGivenUp ? "it is left for the next time" : "another one goes on with it"));
    }
    ended(worker, std::move(outcome));
}

void ExperimentJobs::stopAll()
{
    if (!std::exchange(isStopping_, true)) { table_.note("Stopping; what is done is kept ..."); }
    for (Worker& worker : workers_) { worker.process->stop(); }
}

bool ExperimentJobs::isAnyAtWork() const
{
    return std::ranges::any_of(workers_, [](const Worker& worker) { return worker.arm.has_value(); });
}

} // namespace gridscope::app
