// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/twin.h"

#include "core/settings/config_fields.h"
#include "ui/chart/numbers.h"
#include "ui/control/field_words.h"

namespace gridscope::ui {
namespace {

constexpr int lateMilliseconds = 40; // what came after the last news of the session's run

QString fieldText(const run::RunConfig& config, const std::string& key)
{
    const run::Field* field = run::findField(key);
    return field != nullptr ? QString::fromStdString(run::fieldText(config, *field)) : QString();
}

} // namespace

Twin::Twin(RunSession& session, QObject* parent) : QObject(parent), session_(session)
{
    timer_.setInterval(lateMilliseconds);
    connect(&timer_, &QTimer::timeout, this, [this] {
        if (takeMail()) { Q_EMIT changed(); }
    });
    connect(&session_, &RunSession::started, this, &Twin::leave);
    connect(&session_, &RunSession::changed, this, &Twin::takeMail); // before the window draws both
}

Twin::~Twin() { close(); }

void Twin::start(const run::RunConfig& config, const run::SettingChange& difference, RunSession::Begin begin)
{
    const bool isAnother = !isOn_ || difference.key != difference_.key || difference.text != difference_.text;
    startBoth(config, difference, begin);
    isOn_ = true;
    if (isAnother) { Q_EMIT toggled(); }
}

void Twin::startBoth(const run::RunConfig& config, const run::SettingChange& difference, RunSession::Begin begin)
{
    run::RunConfig changed = config;
    run::setField(changed, difference.key, difference.text);
    run::requireValid(changed);
    const auto lockstep = std::make_shared<run::Lockstep>();
    run::Job job = run::Lockstep::joined(lockstep, run::Arm::Follower, session_.engine().trainingJob(changed));
    session_.start(config, begin, lockstep);
    difference_ = difference;
    config_ = changed;
    history_ = {};
    equalSteps_ = 0;
    firstDifferentStep_.reset();
    control_ = std::make_shared<run::Control>();
    // All: a twin is compared at the very step that the other run shows.
    mail_ = std::make_shared<run::Mailbox>(run::Mailbox::Snapshots::All);
    if (!worker_) { worker_ = std::make_unique<run::Worker>(); }
    worker_->start(std::move(job), control_, mail_);
    timer_.start();
}

std::optional<run::SettingChange> Twin::difference() const { return isOn_ ? std::optional(difference_) : std::nullopt; }

void Twin::leave()
{
    if (!isOn_ || session_.hasCompanion()) { return; }
    const QString was = name();
    end();
    Q_EMIT left(was);
}

void Twin::changeSetting(const QString& key, const QString& text)
{
    if (!isOn_ || key.toStdString() == difference_.key) { return; }
    run::setField(config_, key.toStdString(), text.toStdString());
    control_->change({key.toStdString(), text.toStdString()});
}

void Twin::end()
{
    if (!isOn_) { return; }
    isOn_ = false;
    timer_.stop();
    control_->stop();
    mail_.reset();
    history_ = {};
    Q_EMIT toggled();
}

void Twin::close()
{
    timer_.stop();
    worker_.reset();
}

bool Twin::takeMail()
{
    if (!isOn_) { return false; }
    const bool isNews = mail_->deliverTo(history_);
    compareBatches();
    if (history_.end()) { timer_.stop(); }
    return isNews;
}

void Twin::compareBatches()
{
    if (firstDifferentStep_) { return; }
    // The newest steps are all there; those before were compared as they came.
    const auto from = [this](const run::History& history) {
        const std::int64_t next = history.hasStarted() ? history.start().firstStep + std::int64_t(equalSteps_) : 0;
        const std::span<const run::Step> steps = history.steps();
        return std::span(std::ranges::lower_bound(steps, next, {}, &run::Step::index), steps.end());
    };
    const std::span<const run::Step> ours = from(session_.history()), theirs = from(history_);
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i, ++equalSteps_) {
        const run::Step& a = ours[i];
        const run::Step& b = theirs[i];
        if (a.index == b.index && a.batchHash == b.batchHash && a.batchHash != 0) { continue; }
        firstDifferentStep_ = std::min(a.index, b.index);
        return;
    }
}

QString Twin::name() const
{
    const run::Field* field = run::findField(difference_.key);
    const QString value = fieldText(config_, difference_.key);
    if (field != nullptr && !field->choices.empty()) { return tr("twin: %1").arg(value); } // short, and says enough
    return tr("twin: %1 %2").arg(fieldLabel(difference_.key), value);
}

QString Twin::story() const
{
    if (!isOn_) { return {}; }
    const run::History& here = session_.history();
    const QString what = tr("Twin: %1 %2 (here %3)")
                             .arg(fieldLabel(difference_.key), fieldText(config_, difference_.key),
                                  fieldText(session_.config(), difference_.key));
    if (history_.end() && history_.end()->how == run::End::How::Failed) {
        return tr("%1. It has failed: %2").arg(what, QString::fromStdString(history_.end()->message));
    }
    if (!here.hasStarted() || !history_.hasStarted()) { return tr("%1. Preparing both runs...").arg(what); }
    const bool startsAlike =
        here.start().weightsHash == history_.start().weightsHash && history_.start().weightsHash != 0;
    const QString weights = startsAlike ? tr("same first weights") : tr("other first weights");
    if (firstDifferentStep_) {
        return tr("%1, %2, but other batches from step %3 on.")
            .arg(what, weights, numberText(double(*firstDifferentStep_), 0));
    }
    if (equalSteps_ == 0) { return tr("%1, %2. Press Play: both go step for step.").arg(what, weights); }
    const bool isSameSeed = config_.seed == session_.config().seed;
    return tr("%1, %2%3, same batches: equal for %4 steps.")
        .arg(what, isSameSeed ? tr("same seed, ") : QString(), weights, numberText(double(equalSteps_), 0));
}

} // namespace gridscope::ui
