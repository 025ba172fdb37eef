// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/slow_motion.h"

namespace gridscope::ui {

SlowMotion::SlowMotion(Workspace& workspace, RunSession& session, Playback& playback, MessageBar& messages,
                       QObject* parent)
    : QObject(parent), workspace_(workspace), session_(session), playback_(playback), messages_(messages)
{
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

bool SlowMotion::move(int change)
{
    if (!phases().isOn() || !phases().isVisible()) { return false; }
    phases().move(change);
    return true;
}

void SlowMotion::fetch(int change)
{
    const run::History& history = session_.history();
    if (change < 0 || playback_.step()) { return playback_.moveKept(change); }
    if (!session_.isLive()) { return messages_.showNote(tr("This was the last step of the run.")); }
    const std::int64_t every = session_.config().snapshotEvery;
    session_.step(every - history.lastStep() % every); // until there is a snapshot
}

} // namespace gridscope::ui
