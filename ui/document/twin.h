// SPDX-License-Identifier: GPL-3.0-or-later
// A second run that trains beside the one on show, in lockstep with it: all settings are the same but one. Play, pause, step
// and pace are those of the session; a twin has none of its own. It is not recorded. It ends when the session begins another
// run alone, by whichever way (conductor.h has the rule).
// Proof  : that both eat the same batches is not assumed but compared, step for step (run::Step::batchHash).
// Threads: its job has a worker of its own; everything here belongs to the UI thread.
// Errors : as RunSession::start; a twin that fails says so in its story, and the session's run goes on.
#pragma once

#include "core/run/lockstep.h"
#include "ui/document/run_session.h"

namespace gridscope::ui {

class Twin final : public QObject {
    Q_OBJECT
public:
    explicit Twin(RunSession& session, QObject* parent = nullptr);
    ~Twin() override;

    // Starts both runs from the beginning.
    void start(const run::RunConfig& config, const run::SettingChange& difference, RunSession::Begin begin);
    std::optional<run::SettingChange> difference() const;        // of the twin that there is
    void changeSetting(const QString& key, const QString& text); // a live one, in the session's run already
    void end();
    void close(); // stops and joins; nothing runs afterwards

    bool isOn() const { return isOn_; }
    const run::History& history() const { return history_; }
    const run::RunConfig& config() const { return config_; }
    QString name() const;  // "twin: ste", "twin: bits 2"
    QString story() const; // what differs, and for how many steps the batches have been equal
    // The first training step whose batch, or an earlier one, was another; empty: none so far.
    std::optional<std::int64_t> firstDifferentStep() const { return firstDifferentStep_; }
    std::size_t equalSteps() const { return equalSteps_; }

Q_SIGNALS:
    void toggled();                 // on, off, or another one
    void changed();                 // new mail is in its history
    void left(const QString& name); // it has ended, because the session went on with another run

private:
    void startBoth(const run::RunConfig& config, const run::SettingChange& difference, RunSession::Begin begin);
    void leave();
    bool takeMail();
    void compareBatches();

    RunSession& session_;
    run::SettingChange difference_;
    run::RunConfig config_;
    run::History history_;
    std::shared_ptr<run::Control> control_;
    std::shared_ptr<run::Mailbox> mail_;
    std::unique_ptr<run::Worker> worker_; // made with the first twin
    std::size_t equalSteps_ = 0;
    std::optional<std::int64_t> firstDifferentStep_;
    bool isOn_ = false;
    QTimer timer_;
};

} // namespace gridscope::ui
