// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/experiment_table.h"

#include "app/progress.h"
#include "app/terminal.h"
#include "core/base/whole.h"
#include "core/base/wording.h"
#include "core/experiment/collector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unistd.h>

namespace gridscope::app {

namespace {

using experiment::Arm;
using experiment::Outcome;

constexpr auto redrawEvery = std::chrono::milliseconds(100);

std::string padded(std::string text, std::size_t width)
{
    return text.append(width - std::min(width, text.size()), ' ');
}
std::string flushRight(const std::string& text, std::size_t width)
{
    return std::string(width - std::min(width, text.size()), ' ') + text;
}

// Mean over the layers that have one.
double scoreOf(const Outcome& outcome)
{
    std::vector<double> scores;
    for (const auto& layer : outcome.layers) {
        if (layer.bits < 32 && std::isfinite(layer.scoreNonzero)) { scores.push_back(layer.scoreNonzero); }
    }
    return experiment::meanOf(scores);
}

std::string rowOf(const std::string& arm, std::size_t width, const std::array<std::string, 5>& cells)
{
    return padded(arm, width) + "  " + flushRight(cells[0], 5) + "  " + flushRight(cells[1], 10) + "  "
           + flushRight(cells[2], 9) + "  " + flushRight(cells[3], 5) + "  " + flushRight(cells[4], 8);
}

std::size_t nameWidth(const std::vector<Arm>& arms)
{
    std::size_t width = 3;
    for (const Arm& arm : arms) { width = std::max(width, arm.name.size()); }
    return width;
}

} // namespace

ExperimentTable::ExperimentTable(experiment::Experiment experiment, std::size_t atOnce)
    : experiment_(std::move(experiment)), atOnce_(atOnce), terminal_(isatty(STDERR_FILENO) == 1)
{
    plan();
    say(std::to_string(arms_.size()) + (arms_.size() == 1 ? " run" : " runs")
        + (atOnce_ > 1 ? ", " + std::to_string(atOnce_) + " at once" : "")
        + "; how long that takes is not known before the first has ended");
}

ExperimentTable::~ExperimentTable() { clear(); }

// Anew after every outcome: without learned bit-lengths, say, there are no arms that would have them.
void ExperimentTable::plan()
{
    arms_ = experiment::armsOf(experiment_, [this](const Arm& arm) { return known(arm); });
}

std::optional<Outcome> ExperimentTable::known(const Arm& arm) const
{
    const auto found = outcomes_.find(titleOf(arm));
    return found == outcomes_.end() ? std::nullopt : std::optional(found->second);
}

void ExperimentTable::begins(const Arm& arm)
{
    left_.erase(titleOf(arm));
    atWork_.insert_or_assign(titleOf(arm), AtWork{arm, Clock::now()});
    drawn_ = {};
    draw();
}

void ExperimentTable::step(const Arm& arm, std::int64_t index)
{
    const auto found = atWork_.find(titleOf(arm));
    if (found == atWork_.end()) { return; }
    if (!found->second.first) { found->second.first = index; }
    found->second.last = index;
}

std::int64_t ExperimentTable::AtWork::done() const
{
    return first ? last + experiment::stepsOf(arm.config) - arm.config.steps : 0;
}

void ExperimentTable::ended(const Arm& arm, const Outcome& outcome)
{
    if (const auto work = atWork_.extract(titleOf(arm)); !work.empty() && work.mapped().first) {
        const AtWork& done = work.mapped();
        pace_.ran(done.last - *done.first + 1, std::chrono::duration<double>(Clock::now() - done.since).count());
    }
    outcomes_.insert_or_assign(titleOf(arm), outcome);
    if (outcome.failure) { plan(); }
    writeRow(outcome);
    if (tell_) { tell_(); }
}

void ExperimentTable::left(const Arm& arm)
{
    atWork_.erase(titleOf(arm));
    left_.insert(titleOf(arm));
}

void ExperimentTable::writeRow(const Outcome& o)
{
    const std::size_t width = nameWidth(arms_);
    if (!hasHeader_) { note(rowOf("arm", width, {"seed", "test error", "mean bits", "score", "seconds"})); }
    hasHeader_ = true;
    const std::string seed = std::to_string(o.seed);
    if (o.failure) {
        note(padded(o.arm, width) + "  " + flushRight(seed, 5) + "  " + experiment::howText(*o.failure) + "  "
             + wholeText());
        return note(titleOf(o) + " has failed: " + o.failure->sentence);
    }
    note(rowOf(o.arm, width,
               {seed, experiment::percent(1 - o.quantized), run::fixed(o.meanBits, 2), run::fixed(scoreOf(o), 2),
                run::fixed(o.seconds, 1)})
         + "  " + wholeText());
}

std::size_t ExperimentTable::armsLeft() const
{
    return std::size_t(
        std::ranges::count_if(arms_, [this](const Arm& arm) { return !known(arm) && !left_.contains(titleOf(arm)); }));
}

std::int64_t ExperimentTable::stepsLeft() const
{
    std::int64_t steps = 0;
    for (const Arm& arm : arms_) {
        if (known(arm) || left_.contains(titleOf(arm))) { continue; }
        const auto work = atWork_.find(titleOf(arm));
        steps += experiment::stepsOf(arm.config) - (work == atWork_.end() ? 0 : work->second.done());
    }
    return steps;
}

std::string ExperimentTable::wholeText() const
{
    const std::string count = std::to_string(outcomes_.size()) + " of " + std::to_string(arms_.size()) + " runs";
    const std::size_t waiting = armsLeft();
    if (waiting == 0) { return count; }
    const auto seconds = pace_.secondsFor(stepsLeft(), std::min(atOnce_, waiting));
    return count + ", " + (seconds ? timeText(*seconds) + " left" : "time left not known yet");
}

void ExperimentTable::note(const std::string& line)
{
    clear();
    say(line);
}

std::vector<std::string> ExperimentTable::workLines() const
{
    std::vector<std::string> lines;
    for (const auto& [title, work] : atWork_) {
        const double share =
            double(work.done()) / double(std::max<std::int64_t>(experiment::stepsOf(work.arm.config), 1));
        lines.push_back(padded(title, nameWidth(arms_) + 10) + "  " + barText(share) + "  "
                        + (work.first ? "step " + std::to_string(work.last) : "loading"));
    }
    lines.push_back(wholeText());
    return lines;
}

void ExperimentTable::clear() { drawnLines_ = drawLines({}, drawnLines_); }

void ExperimentTable::draw()
{
    const auto now = Clock::now();
    if (!terminal_ || now - drawn_ < redrawEvery) { return; }
    drawn_ = now;
    drawnLines_ = drawLines(workLines(), drawnLines_);
}

} // namespace gridscope::app
