// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/playback.h"

#include "core/base/whole.h"
#include "core/run/retention.h"

#include <algorithm>
#include <cmath>

namespace gridscope::ui {
namespace {

constexpr int frameMilliseconds = 33;
constexpr double longestFrame = 0.25;      // seconds: after a busy moment the replay does not leap
constexpr double usualStepsPerSecond = 20; // when a foreign file knows no times

} // namespace

Playback::Playback(const RunSession& session, QObject* parent) : QObject(parent), session_(session)
{
    timer_.setInterval(frameMilliseconds);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this,
            [this] { advance(std::min(double(clock_.restart()) / 1000, longestFrame)); });
    connect(&session_, &RunSession::started, this, &Playback::forget);
    connect(&session_, &RunSession::changed, this, &Playback::settle);
}

std::int64_t Playback::shownStep() const
{
    const run::SnapshotPtr latest = session_.history().latest();
    return shown_.value_or(latest ? latest->step : session_.history().lastStep());
}

void Playback::forget()
{
    pause();
    show(std::nullopt, std::nullopt);
}

void Playback::settle()
{
    if (!shown_) { return; }
    const run::SnapshotPtr kept = session_.history().snapshotAt(*asked_);
    if (kept) { show(asked_, kept->step); }
}

void Playback::show(std::optional<std::int64_t> asked, std::optional<std::int64_t> shown)
{
    const bool isNew = shown != shown_ || asked != asked_;
    asked_ = asked;
    shown_ = shown;
    if (isNew) { Q_EMIT moved(); }
}

void Playback::seek(std::int64_t step)
{
    goTo(step);
    at_ = secondsOf(shownStep());
}

void Playback::goTo(std::int64_t step)
{
    const run::SnapshotPtr kept = session_.history().snapshotAt(step);
    if (!kept) { return; }
    const bool isNewest = kept == session_.history().latest();
    show(isNewest ? std::nullopt : std::optional(step), isNewest ? std::nullopt : std::optional(kept->step));
}

void Playback::seekFirst()
{
    const auto kept = session_.history().snapshots();
    if (!kept.empty()) { seek(kept.front()->step); }
}

void Playback::seekEnd()
{
    pause();
    show(std::nullopt, std::nullopt);
}

void Playback::moveKept(int count)
{
    const auto kept = session_.history().snapshots();
    if (kept.empty()) { return; }
    const auto at = std::ranges::lower_bound(kept, shownStep(), {}, [](const run::SnapshotPtr& s) { return s->step; })
                    - kept.begin();
    const auto to = std::clamp<std::ptrdiff_t>(at + count, 0, std::ptrdiff_t(kept.size()) - 1);
    seek(kept[std::size_t(to)]->step);
}

std::vector<run::Mark> Playback::marks() const
{
    std::vector<run::Mark> marks(session_.history().marks().begin(), session_.history().marks().end());
    const auto best =
        std::find_if(marks.rbegin(), marks.rend(), [](const run::Mark& m) { return m.kind == run::Mark::Kind::Best; });
    if (best != marks.rend()) {
        const run::Mark last = *best;
        std::erase_if(marks, [](const run::Mark& m) { return m.kind == run::Mark::Kind::Best; });
        marks.push_back(last);
    }
    marks.insert(marks.end(), session_.waitingBookmarks().begin(), session_.waitingBookmarks().end());
    std::ranges::stable_sort(marks, {}, &run::Mark::step);
    return marks;
}

std::vector<std::int64_t> Playback::checkpoints() const
{
    const auto told = session_.history().checkpoints();
    if (session_.isRecorded()) { return {told.begin(), told.end()}; }
    if (const auto recorder = session_.recorder()) { return recorder->checkpoints(); } // those that one can go on from
    return run::keptCheckpoints(told, session_.history().marks());
}

void Playback::moveMark(int direction)
{
    const std::int64_t from = asked_.value_or(shownStep());
    std::optional<std::int64_t> target;
    for (const run::Mark& mark : marks()) {
        if (direction > 0 && mark.step > from) {
            target = mark.step;
            break;
        }
        if (direction < 0 && mark.step < from) { target = mark.step; }
    }
    if (target) { return seek(*target); }
    direction > 0 ? seekEnd() : seekFirst();
}

void Playback::play(Direction direction)
{
    const auto kept = session_.history().snapshots();
    if (kept.size() < 2) { return; }
    direction_ = direction;
    // From the far end one can only begin again.
    if (direction == Direction::Forwards && !shown_) { seekFirst(); }
    if (direction == Direction::Backwards && shownStep() <= kept.front()->step) { seek(kept[kept.size() - 2]->step); }
    at_ = secondsOf(shownStep());
    clock_.start();
    timer_.start();
    Q_EMIT stateChanged();
}

void Playback::pause()
{
    if (!isPlaying()) { return; }
    timer_.stop();
    Q_EMIT stateChanged();
}

void Playback::advance(double seconds)
{
    const auto kept = session_.history().snapshots();
    if (kept.size() < 2) { return pause(); }
    at_ += seconds * speed_ * double(static_cast<int>(direction_));
    const double begin = secondsOf(kept.front()->step);
    const double end = secondsOf(kept.back()->step);
    if (at_ >= begin && at_ < end) { return goTo(stepAfter(at_)); }
    const bool isAtEnd = at_ >= end;
    if (isLooping_ && end > begin) {
        at_ = isAtEnd ? begin : end;
        return goTo(isAtEnd ? kept.front()->step : kept[kept.size() - 2]->step);
    }
    if (isAtEnd) { return seekEnd(); }
    pause();
    seekFirst();
}

// Seconds of the run's own clock; made up where a file has none.
double Playback::secondsOf(std::int64_t step) const
{
    const auto steps = session_.history().steps();
    if (steps.empty()) { return 0; }
    const double all = steps.back().seconds - steps.front().seconds;
    if (!std::isfinite(all) || all <= 0) { return double(step - steps.front().index) / usualStepsPerSecond; }
    const run::Step* at = session_.history().stepAt(step);
    return at == nullptr ? 0 : at->seconds;
}

std::int64_t Playback::stepAfter(double seconds) const
{
    const auto steps = session_.history().steps();
    const double all = steps.empty() ? 0 : steps.back().seconds - steps.front().seconds;
    if (!std::isfinite(all) || all <= 0) {
        constexpr std::int64_t anyStep = std::int64_t(1) << 60;
        return (steps.empty() ? 0 : steps.front().index)
               + run::wholeIn(seconds * usualStepsPerSecond, -anyStep, anyStep);
    }
    const auto after = std::ranges::upper_bound(steps, seconds, {}, &run::Step::seconds);
    return after == steps.begin() ? steps.front().index - 1 : std::prev(after)->index;
}

} // namespace gridscope::ui
