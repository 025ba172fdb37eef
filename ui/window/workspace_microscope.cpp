// SPDX-License-Identifier: GPL-3.0-or-later
// What is beside the views: the settings, and the microscope's place: the first tab beside the settings, and the weight of the river that it shows.
#include "ui/window/workspace.h"

namespace gridscope::ui {

void Workspace::showSettings()
{
    restore();
    side_->setCurrentIndex(0);
    side_->widget(0)->nextInFocusChain()->setFocus(Qt::TabFocusReason);
}

// There and back; where there is no side, in projector mode, it takes the whole room.
void Workspace::showMicroscope()
{
    PanelFrame* shown = microscope();
    const bool isThere = shown->isVisible() && shown->hasKeyboard();
    if (isThere) {
        restore();
        side_->setCurrentIndex(0);
    } else if (isProjected_) {
        maximise(shown);
    } else {
        restore();
        Q_EMIT sideAsked();
        side_->setCurrentWidget(shown);
        shown->panel().setFocus();
    }
}

void Workspace::magnify(std::size_t weight)
{
    microscope()->panel().magnify(weight);
    if (isProjected_ || isMaximised()) { return refreshWeight(); }
    Q_EMIT sideAsked();
    side_->setCurrentWidget(microscope());
    refreshWeight();
}

void Workspace::refreshWeight()
{
    if (history_ == nullptr) { return; }
    PanelFrame* shown = microscope();
    const auto weight = shown->isVisible() ? shown->panel().magnified() : std::nullopt;
    for (PanelFrame* frame : frames_) { frame->panel().pointOut(weight); }
    std::erase(stale_, shown);
    if (shown->isVisible()) { shown->refresh(*history_, view_); } // at once: the user has asked
}

} // namespace gridscope::ui
