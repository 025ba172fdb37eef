// SPDX-License-Identifier: GPL-3.0-or-later
// What the user's actions and the run's news do to the window.
#include "ui/window/main_window.h"

#include "core/method/methods.h"
#include "core/run/retention.h"
#include "core/settings/config_fields.h"
#include "core/settings/presets.h"
#include "ui/control/field_words.h"
#include "ui/control/pace.h"
#include "ui/dialog/data_dialog.h"
#include "ui/dialog/help_dialogs.h"
#include "ui/dialog/layer_dialog.h"
#include "ui/dialog/run_table.h"
#include "ui/document/recent_files.h"
#include "ui/document/run_text.h"

#include <QDir>
#include <QFileDialog>
#include <QRandomGenerator>
#include <QStandardPaths>

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int textStep = 25;   // per cent
constexpr int mostSeed = 9999; // short enough to say aloud

std::size_t largestLayer(const run::Start& start)
{
    const auto largest = std::max_element(start.layers.begin(), start.layers.end(),
                                          [](const auto& a, const auto& b) { return a.parameters < b.parameters; });
    return std::size_t(largest - start.layers.begin());
}

} // namespace

void MainWindow::launch()
{
    if (!options_.open.isEmpty()) {
        if (looksLikeFigure(options_.open)) {
            begin(options_.config, RunSession::Begin::Paused);
        } // until its run is found
        return openFile(options_.open);
    }
    wantsHint_ = options_.autoPlay;
    document_->offerUnfinished(); // before this run has a recording of its own
    begin(options_.config, options_.autoPlay ? RunSession::Begin::Playing : RunSession::Begin::Paused);
}

void MainWindow::openFile(const QString& path)
{
    looksLikeFigure(path) ? figureDrop_->restore(path) : document_->open(path);
}

void MainWindow::begin(const run::RunConfig& config, RunSession::Begin begin)
{
    guarded(*messages_, [&] { comparison_->twin().begin(config, begin); });
}

// What was paused stays paused; what ran, or had run to its end, plays.
void MainWindow::reset()
{
    const auto mode = session_.isPaused() ? RunSession::Begin::Paused : RunSession::Begin::Playing;
    if (!form_->isValid()) {
        messages_->showError(form_->firstIssue());
        return;
    }
    begin(form_->written(), mode);
}

void MainWindow::newSeed()
{
    if (!form_->isValid()) { return messages_->showError(form_->firstIssue()); } // or what was typed would be gone
    run::RunConfig config = form_->written();
    config.seed = QRandomGenerator::global()->bounded(1, mostSeed + 1);
    begin(config, session_.isPaused() ? RunSession::Begin::Paused : RunSession::Begin::Playing);
}

void MainWindow::startPreset(const QString& name)
{
    guarded(*messages_, [&] { session_.start(run::preset(name.toStdString()).config, RunSession::Begin::Playing); });
}

void MainWindow::changeLive(const QString& key, const QString& text)
{
    guarded(*messages_, [&] {
        session_.changeSetting(key, text);
        comparison_->twin().changeSetting(key, text);
    });
}

void MainWindow::chooseLayer(std::size_t layer)
{
    const run::History& history = session_.history();
    if (!history.hasStarted() || layer >= history.start().layers.size()) { return; }
    view_.layer = layer;
    hasChosenLayer_ = true;
    workspace_->refreshNow(history, view_);
    refreshStory();
}

void MainWindow::changeTextSize(int change) { setTextPercent(change == 0 ? 100 : textPercent_ + change * textStep); }

void MainWindow::setProjected(bool isProjected)
{
    menu_->showProjected(isProjected);
    if (isProjected == isProjected_) { return; }
    isProjected_ = isProjected;
    PanelFrame* keyboard = workspace_->focusedFrame();
    workspace_->setProjected(isProjected);
    ThemeSource::instance().setProjected(isProjected); // dresses the window anew
    showSettings(!isProjected && !isNarrow_);
    if (keyboard != nullptr) { workspace_->giveKeyboard(keyboard); }
}

void MainWindow::resetLayout()
{
    setProjected(false);
    workspace_->resetLayout();
    showSettings(!isNarrow_);
}

void MainWindow::showSettings(bool isVisible)
{
    workspace_->setSideVisible(isVisible);
    settingsButton_->setChecked(isVisible);
    menu_->showSettingsVisible(isVisible);
}

void MainWindow::leave()
{
    if (workspace_->isMaximised()) {
        workspace_->restore();
    } else if (messages_->hasError()) {
        messages_->dismiss();
    } else if (isProjected_) {
        setProjected(false);
    } else if (isFullScreen()) {
        setWindowState(windowState() & ~Qt::WindowFullScreen);
    }
}

void MainWindow::showView(const QString& view, const QString& layer)
{
    const run::History& history = session_.history();
    for (std::size_t i = 0; i < history.start().layers.size(); ++i) {
        if (QString::fromStdString(history.start().layers[i].name) == layer) { chooseLayer(i); }
    }
    for (PanelFrame* frame : workspace_->frames()) {
        const auto figure = figureOf(frame->info(), view_.layer);
        if (figure && figureName(history, *figure) == view) { return workspace_->bringUp(frame); }
    }
}

void MainWindow::readOutSummary()
{
    PanelFrame* frame = workspace_->focusedFrame();
    messages_->showNote((frame != nullptr ? frame : workspace_->histogram())->panel().summary());
}

void MainWindow::askOverlay()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("A run to lay over this one"),
                                                      options_.recordings.folder, tr("Gridscope runs (*.gridscope)"));
    if (!path.isEmpty()) { comparison_->open(path); }
}

void MainWindow::askTwin() { comparison_->askTwin(form_->isValid() ? form_->written() : session_.config(), this); }

void MainWindow::switchTwin() { view_.other != nullptr ? comparison_->takeAway() : askTwin(); }

void MainWindow::showOverlay()
{
    const run::History& history = session_.history();
    view_.other = comparison_->other();
    view_.otherName = comparison_->name();
    menu_->showOverlaid(view_.other != nullptr);
    workspace_->refreshNow(history, view_);
    refreshStory();
    if (view_.other != nullptr) { messages_->showNote(comparison_->note(session_.config())); }
}

void MainWindow::showRuns()
{
    auto* table = new RunTable(knownRuns(options_.recordings.folder, options_.remembers), this);
    connect(table, &RunTable::openAsked, document_, &RunDocument::open);
    connect(table, &RunTable::overlayAsked, comparison_, &Comparison::open);
    table->open();
}

void MainWindow::showLayers()
{
    if (!form_->isValid()) { return messages_->showError(form_->firstIssue()); }
    auto* dialog = new LayerDialog(form_->written(), this);
    connect(dialog, &QDialog::accepted, form_, [this, dialog] {
        form_->restore(dialog->config());
        if (form_->hasPending()) {
            messages_->showNote(tr("The layers' settings apply at the next reset (Shift+F5)."));
        }
    });
    dialog->open();
}

// What the form names, also before it is applied.
void MainWindow::showData()
{
    if (!form_->isValid()) { return messages_->showError(form_->firstIssue()); }
    (new DataDialog(form_->written(), this))->open();
}

void MainWindow::showExperiment()
{
    if (experiment_ == nullptr) {
        const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
        experiment_ = new ExperimentDialog({options_.program, options_.experimentArguments},
                                           documents.filePath(QStringLiteral("gridscope-hypothesis")), this);
        connect(experiment_, &ExperimentDialog::begun, &session_, &RunSession::pause);
        connect(experiment_, &ExperimentDialog::openAsked, document_, &RunDocument::open);
    }
    experiment_->show();
    experiment_->raise();
}

void MainWindow::showKeys() { showHelp(this, tr("Keys"), keysHtml()); }

void MainWindow::showAbout() { showHelp(this, tr("About Gridscope"), aboutHtml(session_.history())); }

void MainWindow::showEnd(const run::End& end)
{
    hint_->hide();
    messages_->withdrawOffer();
    workspace_->refreshNow(session_.history(), view_);
    if (end.how == run::End::How::Failed) {
        messages_->showErrorWith(inFieldWords(QString::fromStdString(end.message)), document_->wayBack());
    }
    Q_EMIT runEnded();
}

void MainWindow::refresh()
{
    if (isMinimized()) { return; }
    const run::History& history = session_.history();
    if (history.hasStarted() && (!hasChosenLayer_ || view_.layer >= history.start().layers.size())) {
        view_.layer = largestLayer(history.start());
    }
    transport_->refresh();
    menu_->showPlaying(session_.isPlaying(), transport_->canPlay());
    timeline_->refresh();
    headline_->refresh(history, view_);
    workspace_->refresh(history, view_);
    refreshStory();
    refreshStatus();
    if (wantsHint_ && !history.steps().empty()) {
        wantsHint_ = false;
        hint_->pointAt(*transport_->playButton(), tr("Space pauses. Nothing can break."));
    }
}

void MainWindow::showStep()
{
    view_.step = playback_.step();
    transport_->refresh();
    timeline_->refresh();
    headline_->refresh(session_.history(), view_);
    if (session_.history().hasStarted()) { workspace_->refreshNow(session_.history(), view_); }
    refreshStory();
}

std::vector<run::SettingChange> MainWindow::liveEdits() const
{
    std::vector<run::SettingChange> changes;
    if (!form_->isValid()) { return changes; }
    for (const run::Field& field : run::configFields()) {
        const std::string text = run::fieldText(form_->written(), field);
        if (field.live && text != run::fieldText(session_.config(), field)) {
            changes.push_back({std::string(field.key), text});
        }
    }
    return changes;
}

void MainWindow::tellShown()
{
    const std::int64_t step = workspace_->shownStep();
    if (step == shownStep_) { return; }
    shownStep_ = step;
    Q_EMIT stepShown(step);
}

void MainWindow::refreshState()
{
    menu_->showPlaying(session_.isPlaying(), transport_->canPlay());
    form_->setLive(session_.isLive());
    refreshStory();
    refreshStatus();
}

void MainWindow::refreshStory()
{
    const run::History& history = session_.history();
    const QString twin = comparison_->twin().story();
    if (session_.isRecorded()) {
        messages_->tell(storyText(history, view_.layer, view_.step));
    } else if (session_.hasEnded()) {
        const bool isFailed = history.end()->how == run::End::How::Failed;
        const QString closing = isFailed ? tr("The run has failed. Reset tries again.") : closingText(history);
        messages_->tell(twin.isEmpty() ? closing : closing + QLatin1Char(' ') + twin);
    } else if (!session_.isLive() || session_.isLoading()) {
        messages_->tell(isEngineKnown_ ? tr("Preparing the run...") : tr("Loading the training engine..."), true);
    } else if (!twin.isEmpty()) {
        messages_->tell(twin);
    } else if (session_.isPaused() && history.steps().empty()) {
        messages_->tell(tr("Ready. Press Play (Space) and watch the weights settle on their grid."));
    } else {
        messages_->tell(storyText(history, view_.layer, view_.step));
    }
    isEngineKnown_ = isEngineKnown_ || history.hasStarted();
}

// What is told while nobody asks: the stories of all methods, and how a run closes with numbers as wide as they get.
QStringList MainWindow::expectedStories() const
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
    return stories << closingText(closed);
}

void MainWindow::refreshStatus()
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
    const QString recording = document_->recordingText();
    const bool isBefore = session_.isLive() && history.steps().empty();
    if (!recording.isEmpty()) { parts += recording; }
    if (isBefore && recording.isEmpty()) {
        parts += tr("its file will take about %1").arg(sizeText(run::estimatedBytes(session_.config())));
    }
    if (history.hasStarted()) { parts += dataText(history.start().dataName); }
    status_->setText(parts.join(QStringLiteral("   \u00B7   ")));
}

} // namespace gridscope::ui
