// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/slow_motion.h"

namespace gridscope::ui {

SlowMotion::SlowMotion(Workspace& workspace, Conductor& conductor, MessageBar& messages, QObject* parent)
    : QObject(parent), workspace_(workspace), session_(conductor.session()), playback_(conductor.playback()),
      messages_(messages)
{
    const auto canMove = [this](const QString&) { return this->canMove(); };
    conductor.serve("slowMotion", [this](const QString&) { toggle(); });
    conductor.serve(
        "phaseOn", [this](const QString&) { phases().move(+1); }, canMove);
    conductor.serve(
        "phaseBack", [this](const QString&) { phases().move(-1); }, canMove);
    connect(&phases(), &PhaseBar::toggled, this, [this](bool isOn) {
        if (!isOn) { return; }
        session_.pause();
        playback_.pause();
    });
    connect(&phases(), &PhaseBar::stepAsked, this, &SlowMotion::fetch);
}

void SlowMotion::toggle()
{
    phases().turn(!phases().isOn());
    if (phases().isOn() && !phases().isVisible()) { workspace_.showMicroscope(); }
}

bool SlowMotion::canMove() const { return phases().isOn() && phases().isVisible(); }

void SlowMotion::fetch(int change)
{
    const run::History& history = session_.history();
    if (change < 0 || playback_.step()) { return playback_.moveKept(change); }
    if (!session_.isLive()) { return messages_.showNote(tr("This was the last step of the run.")); }
    const std::int64_t every = session_.config().snapshotEvery;
    session_.step(every - history.lastStep() % every); // until there is a snapshot
}

} // namespace gridscope::ui
