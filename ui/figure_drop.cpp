// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figure_drop.h"

#include "core/export/report.h"
#include "core/run/error.h"
#include "core/run/run_reader.h"
#include "ui/chart/numbers.h"
#include "ui/recent_files.h"

#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace gridscope::ui {
namespace {

bool isRunOf(const FigureState& state, const run::RunConfig& config)
{
    return withoutPrivatePaths(config) == withoutPrivatePaths(state.config);
}

// The settings before the user changed any while it ran: those are in a figure.
const run::RunConfig& beginningOf(const RunSession& session)
{
    return session.history().hasStarted() ? session.history().start().config : session.config();
}

bool isRecordingOf(const FigureState& state, const QString& path)
{
    try {
        return isRunOf(state, run::RunReader(path.toStdString()).start().config);
    } catch (const Error&) {
        return false; // damaged, or gone meanwhile
    }
}

// Of several recordings with the same settings the one with the figure's name, else the first.
QString recordingOf(const FigureState& state, const QStringList& known, const run::Progress& progress)
{
    QStringList sorted = known;
    std::ranges::stable_partition(sorted, [&](const QString& path) { return QFileInfo(path).fileName() == state.run; });
    for (qsizetype i = 0; i < sorted.size(); ++i) {
        if (!progress(double(i) / double(sorted.size()))) { throw run::Cancelled(); }
        if (isRecordingOf(state, sorted[i])) { return sorted[i]; }
    }
    return {};
}

} // namespace

FigureDrop::FigureDrop(RunSession& session, Playback& playback, RunDocument& document, MessageBar& messages,
                       QWidget* window, bool remembers)
    : QObject(window), session_(session), playback_(playback), document_(document), messages_(messages),
      window_(window), remembers_(remembers)
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
         known = knownRuns(session_.recordings().folder, remembers_)](const run::Progress& progress) -> Background::Done {
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

// Another run would take the place of the one that is shown.
void FigureDrop::offerStart(const FigureState& state)
{
    auto* box = new QMessageBox(QMessageBox::Question, tr("Run of a figure"),
                                tr("No recording of this figure's run is known. Train it again, up to step %1?")
                                    .arg(numberText(double(state.step), 0)),
                                QMessageBox::Cancel, window_);
    const run::RunConfig& c = state.config;
    box->setInformativeText(tr("%1: %2 on %3, %4, seed %5.")
                                .arg(state.run, QString::fromStdString(c.network), QString::fromStdString(c.data),
                                     QString::fromStdString(c.method))
                                .arg(c.seed));
    box->setObjectName(QStringLiteral("figureRun"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(tr("&Train it"), QMessageBox::AcceptRole);
    box->setDefaultButton(yes);
    box->button(QMessageBox::Cancel)->setText(tr("Cancel"));
    connect(yes, &QPushButton::clicked, this, [this, state] { start(state); });
    box->open();
}

// A figure names no folder of anybody's machine. When the run that is shown reads data of that name, it is the same.
void FigureDrop::start(const FigureState& state)
{
    run::RunConfig config = state.config;
    const run::RunConfig shown = session_.config(), bare = withoutPrivatePaths(shown);
    if (bare.dataFolder == config.dataFolder) { config.dataFolder = shown.dataFolder; }
    if (bare.weightsFile == config.weightsFile) { config.weightsFile = shown.weightsFile; }
    guarded(messages_, [&] {
        for (const std::string& path : {config.dataFolder, config.weightsFile}) {
            if (path.empty() || QFileInfo::exists(QString::fromStdString(path))) { continue; }
            throw ConfigError(
                tr("The figure's run needs \"%1\", and a figure does not say where that is; open a run with "
                   "it, or choose it in the settings, and drop the figure again.")
                    .arg(QString::fromStdString(path))
                    .toStdString());
        }
        session_.start(config, RunSession::Begin::Paused);
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
    if (!isRunOf(*waiting_, session_.history().start().config)) { return; } // of the run before
    if (session_.isLive() && session_.history().lastStep() < waiting_->step) { return; }
    const FigureState state = *std::exchange(waiting_, std::nullopt);
    show(state);
}

void FigureDrop::show(const FigureState& state)
{
    const bool isNewest = state.step >= session_.history().lastStep();
    if (!isNewest && !session_.history().snapshotAt(state.step)) {
        messages_.showError(tr("The window kept no snapshot of step %1; end the run and open its recording to see it.").arg(numberText(double(state.step), 0)));
        return;
    }
    isNewest ? playback_.seekEnd() : playback_.seek(state.step);
    Q_EMIT viewWanted(state.view, state.layer);
    messages_.showNote(tr("The figure's view: step %1 of %2.").arg(numberText(double(state.step), 0), state.run));
}

} // namespace gridscope::ui
