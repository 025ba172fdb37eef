// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_session.h"

#include "core/run/config_fields.h"

namespace gridscope::ui {
namespace {

constexpr int frameMilliseconds = 30;      // 33 frames a second at most; a slow screen simply misses some
constexpr double behindShare = 0.9;        // of the asked pace

} // namespace

RunSession::RunSession(MakeJob makeJob, QObject* parent)
    : QObject(parent), makeJob_(std::move(makeJob)), worker_(std::make_unique<run::Worker>())
{
    clock_.start();
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(frameMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &RunSession::poll);
}

void RunSession::start(const run::RunConfig& config, Begin begin)
{
    run::requireValid(config);
    run::Job job = makeJob_(config);       // may throw: then the run before goes on
    config_ = config;
    control_ = std::make_shared<run::Control>();
    control_->setPace(pace_);
    if (begin == Begin::Paused) { control_->pause(); }
    mailbox_ = std::make_shared<run::Mailbox>();
    history_ = {};
    speed_.clear();
    worker_->start(std::move(job), control_, mailbox_);
    timer_.start();
    Q_EMIT started();
    tellState();
}

void RunSession::close()
{
    timer_.stop();
    worker_.reset();
}

void RunSession::play()
{
    if (!isLive()) { return; }
    speed_.clear();
    control_->play();
    tellState();
}

void RunSession::pause()
{
    if (!isLive()) { return; }
    control_->pause();
    tellState();
}

void RunSession::step(std::int64_t steps)
{
    if (!isLive()) { return; }
    speed_.clear();
    control_->playSteps(steps);
    tellState();
}

void RunSession::stepEpoch()
{
    step(history_.hasStarted() ? history_.start().stepsPerEpoch : 1);
}

void RunSession::setPace(double stepsPerSecond)
{
    pace_ = stepsPerSecond;
    speed_.clear();
    if (control_) { control_->setPace(pace_); }
}

void RunSession::changeSetting(const QString& key, const QString& text)
{
    run::RunConfig changed = config_;
    run::setField(changed, key.toStdString(), text.toStdString());
    run::requireValid(changed);
    config_ = changed;
    if (isLive()) { control_->change({key.toStdString(), text.toStdString()}); }
}

double RunSession::stepsPerSecond() const
{
    return isPlaying() ? speed_.stepsPerSecond() : 0;
}

bool RunSession::isBehindPace() const
{
    return isPlaying() && pace_ > 0 && speed_.isSteady() && speed_.stepsPerSecond() < behindShare * pace_;
}

bool RunSession::isPlaying() const
{
    return isLive() && !control_->isPaused();
}

void RunSession::poll()
{
    const bool news = mailbox_->deliverTo(history_);
    // Loading and data reading are not slowness.
    if (!history_.steps().empty()) {
        speed_.add(clock_.elapsed(), static_cast<std::int64_t>(history_.steps().size()));
    }
    if (news) { Q_EMIT changed(); }
    if (news && hasEnded()) {
        timer_.stop();
        tellState();
        Q_EMIT ended(*history_.end());
        return;
    }
    if (isPlaying() != toldPlaying_) { tellState(); }   // a counted step came to its pause
}

void RunSession::tellState()
{
    toldPlaying_ = isPlaying();
    Q_EMIT stateChanged();
}

} // namespace gridscope::ui
