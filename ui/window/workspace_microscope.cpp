// SPDX-License-Identifier: GPL-3.0-or-later
// The microscope's place in the workspace: a tab beside the settings, and the weight of the river that it shows.
#include "ui/panel/river_panel.h"
#include "ui/window/workspace.h"

namespace gridscope::ui {

// There and back; where there is no side, in projector mode, it takes the whole room.
void Workspace::showMicroscope()
{
    const bool isThere = microscope_->isVisible() && microscope_->hasKeyboard();
    if (isThere) {
        restore();
        side_->setCurrentIndex(0);
    } else if (isProjected_) {
        maximise(microscope_);
    } else {
        restore();
        Q_EMIT sideAsked();
        side_->setCurrentWidget(microscope_);
        microscope_->panel().setFocus();
    }
}

void Workspace::magnify(std::size_t weight)
{
    microscope().choose(weight);
    if (isProjected_ || isMaximised()) { return refreshWeight(); }
    Q_EMIT sideAsked();
    side_->setCurrentWidget(microscope_);
    refreshWeight();
}

void Workspace::refreshWeight()
{
    if (history_ == nullptr) { return; }
    static_cast<RiverPanel&>(frames_[river]->panel())
        .showWeight(microscope_->isVisible() ? std::optional(microscope().chosen()) : std::nullopt);
    std::erase(stale_, microscope_);
    if (microscope_->isVisible()) { microscope_->refresh(*history_, view_); } // at once: the user has asked
}

} // namespace gridscope::ui
