// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/run_session.h"

#include "core/base/error.h"
#include "core/run/fanout.h"
#include "core/settings/config_fields.h"
#include "core/settings/settings.h"
#include "ui/look/path_text.h"

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int frameMilliseconds = 16; // 60 frames a second at most; a slow screen simply misses some
constexpr double behindShare = 0.9;   // of the asked pace

// What the worker tells: first to the file, so that a run that has ended on the screen is whole there, too.
struct Listeners {
    std::shared_ptr<Recorder> recorder;
    std::shared_ptr<run::Mailbox> mailbox;
    run::Fanout all;
};
std::shared_ptr<run::Sink> sinkOf(std::shared_ptr<Recorder> recorder, std::shared_ptr<run::Mailbox> mailbox)
{
    std::vector<run::Sink*> sinks{mailbox.get()};
    if (recorder) { sinks.insert(sinks.begin(), recorder.get()); }
    auto listeners =
        std::make_shared<Listeners>(Listeners{std::move(recorder), std::move(mailbox), run::Fanout(sinks)});
    return {listeners, &listeners->all}; // keeps them all alive
}

} // namespace

RunSession::RunSession(run::Engine engine, Recordings recordings, QObject* parent)
    : QObject(parent), engine_(std::move(engine)), recordings_(std::move(recordings)),
      worker_(std::make_unique<run::Worker>())
{
    clock_.start();
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(frameMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &RunSession::poll);
}

RunSession::RunSession(MakeJob makeJob, QObject* parent)
    : RunSession(run::Engine{std::move(makeJob), {}, {}, {}}, {}, parent)
{}

void RunSession::start(const run::RunConfig& config, Begin mode, const std::shared_ptr<run::Lockstep>& companion)
{
    if (!worker_) { return; } // closed
    run::requireValid(config);
    run::Job job = engine_.trainingJob(config); // may throw: then the run before goes on
    if (companion) { job = run::Lockstep::joined(companion, run::Arm::Leader, std::move(job)); }
    config_ = config;
    history_ = {};
    begin(std::move(job), newRecorder(config), mode, companion != nullptr);
}

void RunSession::goOn(run::Continuation next, run::History before, std::optional<int> steps,
                      const std::vector<run::SettingChange>& changes)
{
    if (!worker_) { return; }
    run::Job job = run::jobOf(engine_, next, steps);
    config_ = run::settingsAt(before);
    if (steps) { config_.steps = *steps; }
    history_ = std::move(before);
    begin(std::move(job), std::make_shared<Recorder>(std::move(next.writer)), Begin::Paused, false);
    for (const run::SettingChange& change : changes) {
        changeSetting(QString::fromStdString(change.key), QString::fromStdString(change.text));
    }
    play();
}

void RunSession::begin(run::Job job, std::shared_ptr<Recorder> recorder, Begin begin, bool hasCompanion)
{
    control_ = std::make_shared<run::Control>();
    control_->setPace(pace_);
    if (begin == Begin::Paused) { control_->pause(); }
    path_.clear();
    waitingBookmarks_.clear();
    knownMarks_ = history_.marks().size();
    mailbox_ = std::make_shared<run::Mailbox>();
    recorder_ = std::move(recorder);
    speed_.clear();
    worker_->start(std::move(job), control_, sinkOf(recorder_, mailbox_));
    timer_.start();
    state_ = begin == Begin::Paused ? State::Paused : State::Playing;
    hasCompanion_ = hasCompanion;
    Q_EMIT started();
    Q_EMIT stateChanged();
}

std::shared_ptr<Recorder> RunSession::newRecorder(const run::RunConfig& config) const
{
    if (recordings_.folder.isEmpty()) { return nullptr; }
    const auto open = [recordings = recordings_, config](const run::Start&) {
        auto writer = std::make_unique<run::RunWriter>(
            recordings.newFile(config, QDateTime::currentDateTime()).toStdString(), recordings.options);
        recordings.prune();
        return writer;
    };
    return std::make_shared<Recorder>(open);
}

void RunSession::showRecorded(run::History history, const QString& path)
{
    if (isLive()) { control_->stop(); } // its file hears its End
    timer_.stop();
    control_.reset();
    recorder_.reset();
    mailbox_.reset();
    waitingBookmarks_.clear();
    config_ = run::settingsAt(history);
    history_ = std::move(history);
    path_ = path;
    state_ = State::Recorded;
    hasCompanion_ = false;
    Q_EMIT started();
    Q_EMIT stateChanged();
    Q_EMIT changed();
}

void RunSession::append(const run::Backlog& news)
{
    if (news.isEmpty() || isLive()) { return; }
    news.tellTo(history_);
    Q_EMIT changed();
    if (hasEnded()) { Q_EMIT stateChanged(); }
}

QString RunSession::path() const { return recorder_ ? pathText(recorder_->path()) : path_; }

void RunSession::close()
{
    timer_.stop();
    worker_.reset();
}

void RunSession::bookmark(const QString& note, std::optional<std::int64_t> step)
{
    if (!isLive()) { return; }
    control_->bookmark({note.toStdString(), step});
    waitingBookmarks_.push_back(
        {step.value_or(history_.lastStep()), run::Mark::Kind::Bookmark, "", note.toStdString(), "", ""});
    Q_EMIT changed();
}

void RunSession::forgetToldBookmarks()
{
    const auto marks = history_.marks();
    for (; knownMarks_ < marks.size(); ++knownMarks_) {
        const run::Mark& told = marks[knownMarks_];
        if (told.kind != run::Mark::Kind::Bookmark) { continue; }
        const auto waiting = std::ranges::find(waitingBookmarks_, told.what, &run::Mark::what);
        if (waiting != waitingBookmarks_.end()) { waitingBookmarks_.erase(waiting); }
    }
}

void RunSession::play()
{
    if (!isLive()) { return; }
    speed_.clear();
    control_->play();
    enter(State::Playing);
}

void RunSession::pause()
{
    if (!isLive()) { return; }
    control_->pause();
    enter(State::Paused);
}

void RunSession::step(std::int64_t steps)
{
    if (!isLive()) { return; }
    speed_.clear();
    control_->playSteps(steps);
    enter(State::Playing);
}

void RunSession::stepEpoch() { step(history_.hasStarted() ? history_.start().stepsPerEpoch : 1); }

void RunSession::setPace(double stepsPerSecond)
{
    pace_ = stepsPerSecond;
    speed_.clear();
    if (isLive()) { control_->setPace(pace_); }
    Q_EMIT paceChanged();
}

void RunSession::changeSetting(const QString& key, const QString& text)
{
    run::RunConfig changed = config_;
    run::setField(changed, key.toStdString(), text.toStdString());
    run::requireValid(changed);
    config_ = changed;
    if (isLive()) { control_->change({key.toStdString(), text.toStdString()}); }
}

double RunSession::stepsPerSecond() const { return isPlaying() ? speed_.stepsPerSecond() : 0; }

bool RunSession::isBehindPace() const
{
    return isPlaying() && pace_ > 0 && speed_.isSteady() && speed_.stepsPerSecond() < behindShare * pace_;
}

bool RunSession::isEvaluating() const
{
    if (!isLive() || !history_.hasStarted()) { return false; }
    const std::int64_t last = history_.lastStep();
    const auto isRule = [last](const run::Mark& mark) {
        return mark.kind == run::Mark::Kind::Phase && mark.step == last && last > 0;
    };
    return last >= config_.steps
           || std::ranges::any_of(history_.marks(), isRule); // all steps, or a rule ended the training
}

void RunSession::poll()
{
    const bool isPaused = control_->isPaused(); // asked before the mail is taken: then all of the steps are in it
    const bool news = mailbox_->deliverTo(history_);
    const State before = state_;
    state_ = hasEnded() ? State::Ended : isPaused ? State::Paused : State::Playing; // a counted step comes to its pause
    forgetToldBookmarks();
    // Loading and data reading are not slowness.
    if (!history_.steps().empty()) { speed_.add(clock_.elapsed(), history_.stepsTold()); }
    if (news) { Q_EMIT changed(); }
    if (state_ == State::Ended) {
        timer_.stop();
        Q_EMIT stateChanged();
        Q_EMIT ended(*history_.end());
    } else if (state_ != before) {
        Q_EMIT stateChanged();
    }
}

void RunSession::enter(State state)
{
    state_ = state;
    Q_EMIT stateChanged();
}

} // namespace gridscope::ui
