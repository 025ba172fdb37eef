// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered and said. What is done with files: run_document_files.cpp.
#include "ui/document/run_document.h"

#include "ui/chart/numbers.h"
#include "ui/document/recent_files.h"
#include "ui/document/run_text.h"
#include "ui/look/path_text.h"
#include "ui/look/plain_label.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QStandardPaths>

#include <algorithm>

namespace gridscope::ui {
namespace {

QString documents() { return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation); }
QString fileFilter() { return RunDocument::tr("Gridscope runs (*.gridscope)"); }

QString withSuffix(const QString& path, const QString& suffix)
{
    return path.isEmpty() || path.endsWith(suffix) ? path : path + suffix;
}

} // namespace

RunDocument::RunDocument(Conductor& conductor, MessageBar& messages, QWidget* window, bool remembers)
    : QObject(window), conductor_(conductor), session_(conductor.session()), playback_(conductor.playback()),
      messages_(messages), window_(window), remembers_(remembers)
{
    makeActions();
    serveCommands();
    recent_.setTitle(tr("Open &recent"));
    connect(&recent_, &QMenu::aboutToShow, this, &RunDocument::fillRecent);
    connectAll();
    fillRecent();
    refresh();
}

void RunDocument::makeActions()
{
    open_ = conductor_.action("open", tr("&Open..."), this);
    saveCopy_ = conductor_.action("saveCopy", tr("&Save a copy..."), this);
    export_ = conductor_.action("exportCheckpoint", tr("Export &checkpoint..."), this);
    continue_ = conductor_.action("continueTraining", tr("&Continue training..."), this);
    fork_ = conductor_.action("fork", tr("F&ork here"), this);
    bookmark_ = conductor_.action("bookmark", tr("&Bookmark this step..."), this);
    saveElsewhere_ = new QAction(tr("Save elsewhere..."), this);
    saveElsewhere_->setObjectName(QStringLiteral("saveElsewhere"));
    connect(saveElsewhere_, &QAction::triggered, this, &RunDocument::askSaveElsewhere);
    back_ = new QAction(this);
    back_->setObjectName(QStringLiteral("backToCheckpoint"));
    connect(back_, &QAction::triggered, this, &RunDocument::fork);
    connect(back_, &QAction::triggered, &messages_, &MessageBar::dismiss);
    toEnd_ = new QAction(this);
    connect(toEnd_, &QAction::triggered, &playback_, &Playback::seekEnd);
    cancel_ = new QAction(tr("Cancel"), this);
    connect(cancel_, &QAction::triggered, &background_, &Background::cancel);
    openUnfinished_ = new QAction(tr("&Open it"), this);
    openUnfinished_->setObjectName(QStringLiteral("openUnfinished"));
    connect(openUnfinished_, &QAction::triggered, this, [this] {
        messages_.dismiss();
        open(unfinished_);
    });
}

// Told where or what, they do it; else they ask the user.
void RunDocument::serveCommands()
{
    const auto serve = [this](const char* name, void (RunDocument::*asks)(),
                              void (RunDocument::*does)(const QString&)) {
        conductor_.serve(name, [this, asks, does](const QString& argument) {
            argument.isEmpty() ? (this->*asks)() : (this->*does)(argument);
        });
    };
    serve("open", &RunDocument::askOpen, &RunDocument::openAsked);
    serve("saveCopy", &RunDocument::askSaveCopy, &RunDocument::saveCopy);
    serve("exportCheckpoint", &RunDocument::askExportCheckpoint, &RunDocument::exportCheckpoint);
    serve("bookmark", &RunDocument::askBookmark, &RunDocument::bookmark);
    conductor_.serve("continueTraining", [this](const QString&) { askContinue(); });
    conductor_.serve("fork", [this](const QString&) { fork(); });
}

void RunDocument::connectAll()
{
    connect(&background_, &Background::progressed, this,
            [this](const QString& what, int percent) { messages_.setWork(what, percent, cancel_); });
    connect(&background_, &Background::finished, this, [this] { messages_.setWork({}, 0, nullptr); });
    connect(&background_, &Background::failed, &messages_, &MessageBar::showError);
    connect(&follower_, &RunFollower::news, this, [this](const run::Backlog& events) {
        session_.append(events);
        if (session_.hasEnded()) { follower_.stop(); }
    });
    connect(&follower_, &RunFollower::lost, this, &RunDocument::open);
    connect(&session_, &RunSession::started, this, [this] {
        toldMarks_ = 0;
        if (!session_.isRecorded()) { follower_.stop(); }
        const bool isBounded = session_.isRecorded() && session_.recordings().holds(session_.path());
        openMark_ = isBounded ? std::make_unique<run::OpenMark>(pathBytes(session_.path())) : nullptr;
        refresh();
    });
    connect(&session_, &RunSession::stateChanged, this, &RunDocument::refresh);
    connect(&session_, &RunSession::changed, this, &RunDocument::tellBeginning);
    connect(&playback_, &Playback::moved, this, &RunDocument::refresh);
}

QList<QAction*> RunDocument::fileActions() const { return {open_, recent_.menuAction(), saveCopy_, export_}; }
QList<QAction*> RunDocument::runActions() const { return {continue_, fork_, bookmark_}; }

void RunDocument::fillRecent()
{
    recent_.clear();
    const QStringList files = remembers_ ? recentFiles() : QStringList();
    for (const QString& path : files) {
        QAction* action = recent_.addAction(QFileInfo(path).fileName());
        action->setToolTip(plainTip(path));
        connect(action, &QAction::triggered, this, [this, path] { open(path); });
    }
    recent_.setToolTipsVisible(true);
    recent_.menuAction()->setEnabled(remembers_);
    if (files.isEmpty()) { recent_.addAction(tr("Nothing yet"))->setEnabled(false); }
}

void RunDocument::askOpen()
{
    const QString folder = session_.recordings().folder;
    const QString start = folder.isEmpty() || !QFileInfo::exists(folder) ? documents() : folder;
    const QString filter = tr("Runs and figures of runs (*.gridscope *.png *.svg *.pdf)");
    const QString path = QFileDialog::getOpenFileName(window_, tr("Open a run or a figure"), start, filter);
    if (!path.isEmpty()) { Q_EMIT openAsked(path); }
}

void RunDocument::askSaveCopy()
{
    const QString name = documents() + QLatin1Char('/') + QFileInfo(session_.path()).fileName();
    const QString path = QFileDialog::getSaveFileName(window_, tr("Save a copy of the run"), name, fileFilter());
    if (!path.isEmpty()) { saveCopy(withSuffix(path, QStringLiteral(".gridscope"))); }
}

void RunDocument::askSaveElsewhere()
{
    const QString path = QFileDialog::getSaveFileName(window_, tr("Go on recording in another place"), documents(),
                                                      fileFilter(), nullptr, QFileDialog::DontConfirmOverwrite);
    if (!path.isEmpty()) { saveElsewhere(withSuffix(path, QStringLiteral(".gridscope"))); }
}

void RunDocument::askExportCheckpoint()
{
    const QString name = QStringLiteral("%1/%2-%3.safetensors")
                             .arg(documents(), QFileInfo(session_.path()).completeBaseName(),
                                  stepInFileName(checkpointShown().value_or(0)));
    const QString path =
        QFileDialog::getSaveFileName(window_, checkpointTitle(), name, tr("Safetensors (*.safetensors)"));
    if (!path.isEmpty()) { exportCheckpoint(withSuffix(path, QStringLiteral(".safetensors"))); }
}

// A run that has all its steps needs to be told how many more.
void RunDocument::askContinue()
{
    const run::History& history = session_.history();
    const bool isDone = history.end() && history.end()->how == run::End::How::Finished;
    if (!isDone) { return continueTraining({}); }
    const int steps = session_.config().steps;
    auto* dialog = new QInputDialog(window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setWindowTitle(tr("Continue training"));
    dialog->setLabelText(tr("It has made its %1 steps. Train until step:").arg(numberText(steps, 0)));
    dialog->setIntRange(steps + 1, std::max(10'000'000, steps + 1));
    dialog->setIntStep(100);
    dialog->setIntValue(std::min(2 * steps, 10'000'000));
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int chosen) { continueTraining(chosen); });
    dialog->setOkButtonText(tr("OK"));
    dialog->setCancelButtonText(tr("Cancel"));
    dialog->open();
}

// The run waits while the note is written, so that the mark stands where the key was pressed.
void RunDocument::askBookmark()
{
    const bool isPlaying = session_.isPlaying() && !playback_.step();
    if (isPlaying) { session_.pause(); }
    auto* dialog = new QInputDialog(window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("bookmarkDialog"));
    dialog->setWindowTitle(tr("Bookmark"));
    dialog->setLabelText(
        tr("Note for %1:").arg(stepName(session_.history(), playback_.step().value_or(session_.history().lastStep()))));
    connect(dialog, &QInputDialog::textValueSelected, this, &RunDocument::bookmark);
    connect(dialog, &QDialog::finished, this, [this, isPlaying] {
        if (isPlaying) { session_.play(); }
    });
    dialog->setOkButtonText(tr("OK"));
    dialog->setCancelButtonText(tr("Cancel"));
    dialog->open();
}

std::optional<std::int64_t> RunDocument::checkpointShown() const
{
    const std::int64_t shown = playback_.step().value_or(session_.history().lastStep());
    std::optional<std::int64_t> newest;
    for (const std::int64_t step : playback_.checkpoints()) {
        if (step <= shown) { newest = step; }
    }
    return newest;
}

// Before anything is written, which step that will be.
QString RunDocument::checkpointTitle() const
{
    const std::int64_t shown = playback_.shownStep(), kept = checkpointShown().value_or(shown);
    const QString title = tr("Export the checkpoint of step %1").arg(numberText(double(kept), 0));
    return kept == shown ? title : tr("%1, the newest kept before step %2").arg(title, numberText(double(shown), 0));
}

QAction* RunDocument::wayBack()
{
    const auto checkpoint = session_.path().isEmpty() ? std::nullopt : checkpointShown();
    if (!checkpoint || !session_.engine().resumingJob) { return nullptr; }
    back_->setText(tr("&Back to step %1").arg(numberText(double(*checkpoint), 0)));
    back_->setToolTip(tr("A new run that goes on from there, with the settings as the form has them now"));
    return back_;
}

void RunDocument::refresh()
{
    const bool hasFile = !session_.path().isEmpty();
    const auto checkpoint = hasFile ? checkpointShown() : std::nullopt;
    saveCopy_->setEnabled(hasFile);
    export_->setEnabled(checkpoint.has_value());
    export_->setText(checkpoint ? tr("Export &checkpoint of step %1...").arg(numberText(double(*checkpoint), 0))
                                : tr("Export &checkpoint..."));
    continue_->setEnabled(hasFile && !session_.isLive() && session_.engine().resumingJob);
    fork_->setEnabled(checkpoint.has_value() && session_.engine().resumingJob);
    fork_->setText(checkpoint ? tr("F&ork at step %1").arg(numberText(double(*checkpoint), 0)) : tr("F&ork here"));
    bookmark_->setEnabled(session_.history().hasStarted() && (hasFile || session_.isLive()));
    toEnd_->setText(session_.isLive() ? tr("Live") : tr("End"));
    messages_.setBand(bandText(), bandActions());
    const auto recorder = session_.recorder();
    messages_.setProblem(recorder ? QString::fromStdString(recorder->problem()) : QString(), saveElsewhere_);
}

QString RunDocument::bandText() const
{
    const run::History& history = session_.history();
    const auto shown = playback_.step();
    if (!history.hasStarted() || (!shown && !session_.isRecorded())) { return {}; }
    const QString step = stepName(history, shown.value_or(history.lastStep()));
    if (!session_.isRecorded()) {
        return session_.isLive() ? tr("%1. End = live").arg(step) : tr("%1. End = the newest step").arg(step);
    }
    const QString name = QFileInfo(session_.path()).completeBaseName();
    if (shown) { return tr("%1. End = the last step of %2").arg(step, name); }
    return history.end() ? tr("%1: %2").arg(name, phaseText(history))
                         : tr("%1: %2, without an end so far").arg(name, step);
}

QList<QAction*> RunDocument::bandActions() const
{
    if (playback_.step()) { return {fork_, toEnd_}; }
    return session_.isRecorded() ? QList<QAction*>{continue_} : QList<QAction*>();
}

QString RunDocument::recordingText() const
{
    const auto file = fileState(session_.path());
    if (!file) { return {}; }
    const QString size = sizeText(file->bytes);
    return session_.isLive() ? tr("autosaved %1, %2").arg(agoText(file->secondsSinceWrite), size) : size;
}

// What the user would not see otherwise: a resume under other versions or thread counts goes on, and weights of a file are
// taken as far as they fit.
void RunDocument::tellBeginning()
{
    const auto marks = session_.history().marks();
    for (; toldMarks_ < marks.size(); ++toldMarks_) {
        const run::Mark& mark = marks[toldMarks_];
        const bool isOtherwise =
            mark.kind == run::Mark::Kind::Resumed && mark.what.find("not bit for bit") != std::string::npos;
        const bool isOfWeights = mark.kind == run::Mark::Kind::Phase && mark.what.starts_with("weights of ");
        if (session_.isLive() && (isOtherwise || isOfWeights)) { messages_.showNote(markLine(mark)); }
    }
}

} // namespace gridscope::ui
