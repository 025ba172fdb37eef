// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/takeaway/figure_drop.h"

#include "core/base/error.h"
#include "core/export/report.h"
#include "core/file/run_reader.h"
#include "core/settings/settings.h"
#include "ui/chart/numbers.h"
#include "ui/dialog/question.h"
#include "ui/document/recent_files.h"
#include "ui/look/path_text.h"

#include <QFileInfo>
#include <QMessageBox>

#include <algorithm>

namespace gridscope::ui {
namespace {

bool isRunOf(const FigureState& state, const run::RunConfig& config)
{
    return withoutPrivatePaths(config) == withoutPrivatePaths(state.config);
}

// The settings before the user changed any while it ran: those are in a figure.
run::RunConfig beginningOf(const RunSession& session)
{
    return session.history().hasStarted() ? run::settingsAtStart(session.history()) : session.config();
}

bool isRecordingOf(const FigureState& state, const QString& path)
{
    try {
        run::RunReader recording(pathBytes(path));
        return isRunOf(state, run::settingsAtStart(recording.start(), recording.marks()));
    } catch (const Error&) {
        return false; // damaged, or gone meanwhile
    }
}

// Of several recordings with the same settings the one with the figure's name, else the first.
QString recordingOf(const FigureState& state, const QStringList& known, const run::Progress& progress)
{
    QStringList sorted = known;
    std::stable_partition(sorted.begin(), sorted.end(),
                          [&](const QString& path) { return QFileInfo(path).fileName() == state.run; });
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        if (!progress(double(i) / double(sorted.size()))) { throw run::Cancelled(); }
        if (isRecordingOf(state, sorted[i])) { return sorted[i]; }
    }
    return {};
}

} // namespace

FigureDrop::FigureDrop(Conductor& conductor, RunDocument& document, MessageBar& messages, QWidget* window,
                       bool remembers)
    : QObject(window), conductor_(conductor), session_(conductor.session()), playback_(conductor.playback()),
      document_(document), messages_(messages), window_(window), remembers_(remembers)
{
    connect(&background_, &Background::failed, &messages_, &MessageBar::showError);
    connect(&session_, &RunSession::changed, this, &FigureDrop::settle);
    connect(&session_, &RunSession::started, this, [this] {
        if (waiting_ && !isRunOf(*waiting_, beginningOf(session_))) {
            waiting_.reset();
        } // the user has begun something else
        settle();
    });
}

void FigureDrop::restore(const QString& path)
{
    waiting_.reset();
    const bool isShown = session_.history().hasStarted();
    const bool isStarted = background_.start(
        {},
        [this, path, isShown, isLive = session_.isLive(), shown = beginningOf(session_),
         last = isShown ? session_.history().lastStep() : 0,
         known =
             knownRuns(session_.recordings().folder, remembers_)](const run::Progress& progress) -> Background::Done {
            const FigureState state = readFigure(path);
            if (isShown && isRunOf(state, shown) && state.step <= last) {
                return [this, state] { show(state); };
            }
            if (isLive && isRunOf(state, shown)) {
                return [this, state] { await(state); };
            }
            const QString recording = recordingOf(state, known, progress);
            return [this, state, recording] { recording.isEmpty() ? offerStart(state) : open(state, recording); };
        });
    if (!isStarted) { messages_.showNote(tr("The figure before is still being read.")); }
}

void FigureDrop::open(const FigureState& state, const QString& recording)
{
    waiting_ = state;
    document_.open(recording);
}

// A figure names no folder of anybody's machine, so that only the run that is shown can say where data of that name are.
run::RunConfig FigureDrop::withPathsOfShown(run::RunConfig config) const
{
    const run::RunConfig& shown = session_.config();
    const run::RunConfig bare = withoutPrivatePaths(shown);
    for (const auto path : {&run::RunConfig::dataFolder, &run::RunConfig::weightsFile}) {
        if ((config.*path).empty()) { continue; }
        if (bare.*path != config.*path) {
            throw ConfigError(
                tr("The figure's run needs \"%1\", and a figure does not say where that is; open a run with "
                   "it, or choose it in the settings, and drop the figure again.")
                    .arg(QString::fromStdString(config.*path))
                    .toStdString());
        }
        config.*path = shown.*path;
    }
    return config;
}

// Another run would take the place of the one that is shown.
void FigureDrop::offerStart(const FigureState& state)
{
    guarded(messages_, [&] {
        const run::RunConfig config = withPathsOfShown(state.config);
        const QString text = tr("No recording of this figure's run is known. Train it again, up to step %1?")
                                 .arg(numberText(double(state.step), 0))
                             + QStringLiteral("\n\n") + state.run + QLatin1Char('\n')
                             + trainingFacts(config, session_.history());
        auto* box =
            ask(window_, tr("Run of a figure"), text, tr("&Train it"), [this, state, config] { start(state, config); });
        box->setObjectName(QStringLiteral("figureRun"));
    });
}

void FigureDrop::start(const FigureState& state, const run::RunConfig& config)
{
    guarded(messages_, [&] {
        conductor_.start(config, RunSession::Begin::Paused, std::nullopt);
        waiting_ = state;
        const int before = config.start == "pretrained" ? config.pretrainSteps : 0;
        session_.step(std::max<std::int64_t>(1, state.step + before));
    });
}

void FigureDrop::await(const FigureState& state)
{
    waiting_ = state;
    messages_.showNote(
        tr("This is the figure's run; its view is shown at step %1.").arg(numberText(double(state.step), 0)));
}

void FigureDrop::settle()
{
    if (!waiting_ || !session_.history().hasStarted()) { return; }
    if (!isRunOf(*waiting_, beginningOf(session_))) { return; } // of the run before
    if (session_.isLive() && session_.history().lastStep() < waiting_->step) { return; }
    const FigureState state = *std::exchange(waiting_, std::nullopt);
    show(state);
}

void FigureDrop::show(const FigureState& state)
{
    const bool isNewest = state.step >= session_.history().lastStep();
    if (!isNewest && !session_.history().snapshotAt(state.step)) {
        messages_.showError(tr("The window kept no snapshot of step %1; end the run and open its recording to see it.")
                                .arg(numberText(double(state.step), 0)));
        return;
    }
    isNewest ? playback_.seekEnd() : playback_.seek(state.step);
    Q_EMIT viewWanted(state.view, state.layer);
    messages_.showNote(tr("The figure's view: step %1 of %2.").arg(numberText(double(state.step), 0), state.run));
}

} // namespace gridscope::ui
