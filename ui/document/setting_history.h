// SPDX-License-Identifier: GPL-3.0-or-later
// Undo and redo of settings: what the user changes in the form, chooses as a preset, or begins as another run, a hundred
// times back. What was changed live is changed back live, with its mark; the weights have moved meanwhile, so the way back
// to that step is offered.
#pragma once

#include "ui/control/settings_form.h"
#include "ui/document/conductor.h"
#include "ui/window/message_bar.h"

#include <QUndoStack>

namespace gridscope::ui {

class SettingHistory final : public QObject {
    Q_OBJECT
public:
    // All of them outlive this.
    SettingHistory(SettingsForm& form, Conductor& conductor, MessageBar& messages, QObject* parent);
    QList<QAction*> actions() const { return {undo_, redo_}; }

    static constexpr int mostLevels = 100;

private:
    void note(); // that the form says something new
    void show(const run::RunConfig& config, std::optional<std::int64_t> changedAt, const QString& what);

    SettingsForm& form_;
    RunSession& session_;
    Playback& playback_;
    MessageBar& messages_;
    QUndoStack stack_{this};
    QAction* undo_;
    QAction* redo_;
    QAction* goBack_;
    std::int64_t backTo_ = 0;
    std::optional<run::RunConfig> known_; // what the form said last
    bool isMoving_ = false;               // the form changes because of this
};

} // namespace gridscope::ui
