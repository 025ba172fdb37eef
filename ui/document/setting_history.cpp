// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/setting_history.h"

#include "core/settings/config_fields.h"
#include "ui/chart/numbers.h"
#include "ui/look/translate.h"

#include <QAction>
#include <QElapsedTimer>

#include <functional>

namespace gridscope::ui {
namespace {

constexpr int togetherMilliseconds = 1500; // changes of one setting in quick succession are one

using Show = std::function<void(const run::RunConfig& config, const QString& what)>;

class Change final : public QUndoCommand {
public:
    Change(run::RunConfig before, run::RunConfig after, Show show)
        : before_(std::move(before)), after_(std::move(after)), show_(std::move(show))
    {
        const auto fields = run::differingFields({&before_, &after_});
        key_ = fields.size() == 1 ? std::string(fields.front()->key) : std::string();
        setText(textOf(before_, after_));
        age_.start();
    }
    void redo() override
    {
        if (isDone_) { show_(after_, textOf(before_, after_)); } // the first time, the user has done it
        isDone_ = true;
    }
    void undo() override { show_(before_, textOf(after_, before_)); }
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* next) override
    {
        const auto* change = static_cast<const Change*>(next);
        if (key_.empty() || change->key_ != key_ || age_.elapsed() > togetherMilliseconds) { return false; }
        after_ = change->after_;
        setText(textOf(before_, after_));
        setObsolete(run::differingFields({&before_, &after_}).empty());
        age_.start();
        return true;
    }

private:
    static QString textOf(const run::RunConfig& from, const run::RunConfig& to)
    {
        const auto fields = run::differingFields({&from, &to});
        if (fields.size() != 1) { return SettingHistory::tr("%1 settings").arg(fields.size()); }
        const run::Field& field = *fields.front();
        return QStringLiteral("%1 %2 \u2192 %3")
            .arg(coreText(field.label), QString::fromStdString(run::fieldText(from, field)),
                 QString::fromStdString(run::fieldText(to, field)));
    }

    run::RunConfig before_;
    run::RunConfig after_;
    Show show_;
    std::string key_; // of the setting, when it is one
    QElapsedTimer age_;
    bool isDone_ = false;
};

} // namespace

SettingHistory::SettingHistory(SettingsForm& form, Conductor& conductor, MessageBar& messages, QObject* parent)
    : QObject(parent), form_(form), session_(conductor.session()), playback_(conductor.playback()), messages_(messages),
      undo_(stack_.createUndoAction(this, tr("&Undo"))), redo_(stack_.createRedoAction(this, tr("&Redo"))),
      goBack_(new QAction(this))
{
    stack_.setUndoLimit(mostLevels);
    undo_->setObjectName(QStringLiteral("undo"));
    redo_->setObjectName(QStringLiteral("redo"));
    conductor.serve("undo", [this](const QString&) { undo_->trigger(); });
    conductor.serve("redo", [this](const QString&) { redo_->trigger(); });
    goBack_->setObjectName(QStringLiteral("goBackToChange"));
    connect(goBack_, &QAction::triggered, this, [this] {
        messages_.dismiss();
        playback_.seek(backTo_);
    });
    connect(&form_, &SettingsForm::writtenChanged, this, &SettingHistory::note);
}

void SettingHistory::note()
{
    if (isMoving_) { return; }
    const run::RunConfig before = std::exchange(known_, form_.written()).value_or(form_.written());
    const auto fields = run::differingFields({&before, &*known_});
    if (fields.empty()) { return; }
    const bool isLive = session_.isLive() && std::ranges::any_of(fields, &run::Field::live);
    const auto at = isLive ? std::optional(session_.history().lastStep()) : std::nullopt;
    stack_.push(new Change(before, *known_,
                           [this, at](const run::RunConfig& config, const QString& what) { show(config, at, what); }));
}

void SettingHistory::show(const run::RunConfig& config, std::optional<std::int64_t> changedAt, const QString& what)
{
    isMoving_ = true;
    form_.restore(config);
    isMoving_ = false;
    known_ = form_.written();
    const bool haveMoved = changedAt && session_.isLive() && session_.history().lastStep() > *changedAt;
    if (!haveMoved) { return messages_.showNote(what); }
    backTo_ = *changedAt;
    const QString step = numberText(double(backTo_), 0);
    goBack_->setText(tr("Go &back to step %1").arg(step));
    goBack_->setToolTip(tr("Shows that step; Fork then trains on from there"));
    messages_.showNoteWith(tr("%1. The weights have moved since step %2.").arg(what, step), goBack_);
}

} // namespace gridscope::ui
