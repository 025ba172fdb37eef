// SPDX-License-Identifier: GPL-3.0-or-later
// One step in slow motion: pauses the run for the microscope's phases, and fetches the next step or the one before when
// they are through; of a past step from what was kept, of the newest by training on.
#pragma once

#include "ui/document/conductor.h"
#include "ui/panel/phase_bar.h"
#include "ui/window/message_bar.h"
#include "ui/window/workspace.h"

namespace gridscope::ui {

class SlowMotion final : public QObject {
    Q_OBJECT
public:
    SlowMotion(Workspace& workspace, Conductor& conductor, MessageBar& messages, QObject* parent);

private:
    void toggle();        // and shows the microscope
    bool canMove() const; // a phase on or back
    PhaseBar& phases() const { return workspace_.phases(); }
    void fetch(int change);

    Workspace& workspace_;
    RunSession& session_;
    Playback& playback_;
    MessageBar& messages_;
};

} // namespace gridscope::ui
