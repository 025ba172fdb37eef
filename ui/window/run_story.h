// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of the run without being asked: its story on the message bar, and the line of status below.
#pragma once

#include "ui/document/comparison.h"
#include "ui/document/conductor.h"
#include "ui/document/keys.h"
#include "ui/document/run_document.h"
#include "ui/look/elided_label.h"
#include "ui/window/next_steps.h"

#include <QCoreApplication>

namespace gridscope::ui {

class RunStory final {
    Q_DECLARE_TR_FUNCTIONS(gridscope::ui::RunStory)
public:
    // All of them outlive this.
    RunStory(Conductor& conductor, Comparison& comparison, RunDocument& document, const Keys& keys,
             MessageBar& messages, ElidedLabel& status);
    void tell();
    void tellStatus();

private:
    void tellLive();
    void keepRoom();

    Conductor& conductor_;
    const RunSession& session_;
    Comparison& comparison_;
    RunDocument& document_;
    const Keys& keys_;
    MessageBar& messages_;
    ElidedLabel& status_;
    NextSteps next_;
    bool isEngineKnown_ = false; // a run has started before
};

} // namespace gridscope::ui
