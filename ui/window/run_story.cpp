// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_story.h"

#include "core/method/methods.h"
#include "core/run/retention.h"
#include "ui/control/pace.h"
#include "ui/document/run_text.h"

namespace gridscope::ui {

RunStory::RunStory(Conductor& conductor, Comparison& comparison, RunDocument& document, const Keys& keys,
                   MessageBar& messages, ElidedLabel& status)
    : conductor_(conductor), session_(conductor.session()), comparison_(comparison), document_(document), keys_(keys),
      messages_(messages), status_(status), next_(conductor)
{
    keepRoom();
    messages_.tell(tr("Loading the training engine..."), true);
}

// For the stories of all methods, and how a run closes with numbers as wide as they get.
void RunStory::keepRoom()
{
    QStringList stories;
    for (const run::MethodInfo* method : run::methods()) {
        for (const bool isFloatPhase : {true, false}) {
            run::Start start;
            start.config.method = method->name;
            start.firstStep = isFloatPhase ? 0 : 1;
            run::History history;
            history.onStart(start);
            stories += storyText(history);
        }
    }
    const run::Score score{0, 0.888};
    run::History closed;
    closed.onEvaluation({1, "test", 10000, score, score, score, {}});
    messages_.keepRoomFor(stories << closingText(closed), next_.longest());
}

void RunStory::tell()
{
    const run::History& history = session_.history();
    switch (session_.state()) {
    case RunSession::State::Recorded:
        messages_.tell(storyText(history, conductor_.layer(), conductor_.playback().step()));
        break;
    case RunSession::State::Ended: {
        const QString twin = comparison_.twin().story();
        const bool isFailed = history.end()->how == run::End::How::Failed;
        const QString closing = isFailed ? tr("The run has failed. Reset tries again.") : closingText(history);
        const auto next = isFailed ? QList<QAction*>() : next_.after(session_.config(), !twin.isEmpty());
        messages_.tell(twin.isEmpty() ? closing : closing + QLatin1Char(' ') + twin, false, next);
        break;
    }
    case RunSession::State::Idle:
    case RunSession::State::Playing:
    case RunSession::State::Paused: tellLive(); break;
    }
    isEngineKnown_ = isEngineKnown_ || history.hasStarted();
}

void RunStory::tellLive()
{
    const run::History& history = session_.history();
    const QString twin = comparison_.twin().story();
    if (!session_.hasBegun() || session_.isLoading()) {
        messages_.tell(isEngineKnown_ ? tr("Preparing the run...") : tr("Loading the training engine..."), true);
    } else if (!twin.isEmpty()) {
        messages_.tell(twin);
    } else if (session_.isPaused() && history.steps().empty()) {
        messages_.tell(tr("Ready. Press Play%1 and watch the weights settle on their grid.")
                           .arg(keys_.inBrackets(QStringLiteral("playPause"))));
    } else {
        messages_.tell(storyText(history, conductor_.layer(), conductor_.playback().step()));
    }
}

void RunStory::tellStatus()
{
    const run::History& history = session_.history();
    QStringList parts;
    if (session_.isEvaluating()) {
        parts += tr("evaluating the test set");
    } else if (session_.isPlaying() && session_.stepsPerSecond() > 0) {
        parts += tr("running %1 steps/s").arg(speedNumber(session_.stepsPerSecond()));
    } else if (session_.isPaused()) {
        parts += tr("paused");
    }
    parts += session_.isLoading() ? tr("loading") : phaseText(history);
    parts += tr("seed %1").arg(session_.config().seed);
    const QString recording = document_.recordingText();
    const bool isBefore = session_.isLive() && history.steps().empty();
    if (!recording.isEmpty()) { parts += recording; }
    if (isBefore && recording.isEmpty()) {
        parts += tr("its file will take about %1").arg(sizeText(run::estimatedBytes(session_.config())));
    }
    if (history.hasStarted()) { parts += dataText(history.start().dataName); }
    status_.setText(parts.join(QStringLiteral("   \u00B7   ")));
}

} // namespace gridscope::ui
