// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that are about the window's views, and what the run's news do to it.
#include "ui/window/main_window.h"

#include "core/base/error.h"
#include "core/settings/config_fields.h"
#include "ui/control/field_words.h"
#include "ui/window/stage.h"

#include <algorithm>

namespace gridscope::ui {
namespace {

constexpr int textStep = 25; // per cent

} // namespace

void MainWindow::serveViews()
{
    const auto throughFrame = [this](const QString& view, auto does) {
        PanelFrame* frame = frameNamed(view);
        if (frame == nullptr) { throw ConfigError(tr("There is no panel \"%1\" here.").arg(view).toStdString()); }
        does(frame);
    };
    conductor_->serve("view", [this, throughFrame](const QString& view) {
        throughFrame(view, [this](PanelFrame* frame) { workspace_->bringUp(frame); });
    });
    conductor_->serve("maximise", [this, throughFrame](const QString& view) {
        if (view.isEmpty()) { return workspace_->maximiseFocused(); }
        throughFrame(view, [this](PanelFrame* frame) { workspace_->maximise(frame); });
    });
    conductor_->serve("leave", [this](const QString&) { leave(); });
    conductor_->serve("findLayer", [this](const QString&) { workspace_->findLayer(); });
    conductor_->serve("microscope", [this](const QString&) { workspace_->showMicroscope(); });
    conductor_->serve("floatPhase", [this](const QString&) { setFloatShown(!view_.showsFloat); });
    conductor_->serve("beside", [this](const QString&) { setBeside(!view_.isBeside); });
    conductor_->serve("summary", [this](const QString&) { readOutSummary(); });
    conductor_->setShownView([this] { return QString(frameInUse()->info().key); });
}

void MainWindow::serveRoom()
{
    conductor_->serve("projector", [this](const QString&) { setProjected(!isProjected_); });
    conductor_->serve("nextView", [this](const QString&) { workspace_->maximiseNext(+1); });
    conductor_->serve("previousView", [this](const QString&) { workspace_->maximiseNext(-1); });
    conductor_->serve("pointer", [this](const QString&) { stage_->showRing(!stage_->hasRing()); });
    conductor_->serve("blank", [this](const QString&) { stage_->blank(!stage_->isBlank()); });
    conductor_->serve("fullScreen", [this](const QString&) { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    conductor_->serve("settings", [this](const QString& how) {
        showSettings(how == QLatin1String("show") || !settingsButton_->isChecked());
        if (how == QLatin1String("show")) { workspace_->showSettings(); }
    });
    conductor_->serve("largerText", [this](const QString&) { setTextPercent(textPercent_ + textStep); });
    conductor_->serve("smallerText", [this](const QString&) { setTextPercent(textPercent_ - textStep); });
    conductor_->serve("normalText", [this](const QString&) { setTextPercent(100); });
    conductor_->serve("resetLayout", [this](const QString&) { resetLayout(); });
    conductor_->serve("quit", [this](const QString&) { close(); });
}

void MainWindow::launch()
{
    if (!options_.open.isEmpty()) {
        if (looksLikeFigure(options_.open)) { begin(RunSession::Begin::Paused); } // until its run is found
        return openFile(options_.open);
    }
    wantsHint_ = options_.autoPlay;
    document_->offerUnfinished(); // before this run has a recording of its own
    begin(options_.autoPlay ? RunSession::Begin::Playing : RunSession::Begin::Paused);
}

void MainWindow::openFile(const QString& path)
{
    looksLikeFigure(path) ? figureDrop_->restore(path) : document_->open(path);
}

void MainWindow::begin(RunSession::Begin begin)
{
    guarded(*messages_, [&] { conductor_->start(options_.config, begin, std::nullopt); });
}

run::RunConfig MainWindow::written() const
{
    if (!form_->isValid()) { throw Error(form_->firstIssue().toStdString()); } // or what was typed would be gone
    return form_->written();
}

void MainWindow::showLayer()
{
    view_.layer = conductor_->layer();
    workspace_->refreshNow(session_.history(), view_);
    story_.tell();
}

void MainWindow::setFloatShown(bool isShown)
{
    view_.showsFloat = isShown;
    menu_->showFloat(isShown);
    workspace_->refreshNow(session_.history(), view_);
}

void MainWindow::setBeside(bool isBeside)
{
    view_.isBeside = isBeside;
    menu_->showBeside(isBeside);
    workspace_->refreshNow(session_.history(), view_);
}

void MainWindow::setProjected(bool isProjected)
{
    menu_->showProjected(isProjected);
    if (isProjected == isProjected_) { return; }
    isProjected_ = isProjected;
    PanelFrame* keyboard = workspace_->focusedFrame();
    workspace_->setProjected(isProjected);
    ThemeSource::instance().setProjected(isProjected); // dresses the window anew
    showSettings(!isProjected && !isNarrow_);
    if (isProjected) {
        workspace_->maximise(workspace_->isOnStage(keyboard) ? keyboard : workspace_->histogram());
    } else if (keyboard != nullptr) {
        workspace_->giveKeyboard(keyboard);
    }
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
    if (stage_->isBlank()) {
        stage_->blank(false);
    } else if (workspace_->isMaximised() && !isProjected_) {
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
    if (conductor_->isPossible(QStringLiteral("layer"), layer)) { conductor_->ask(QStringLiteral("layer"), layer); }
    if (PanelFrame* frame = frameNamed(view)) { workspace_->bringUp(frame); }
}

PanelFrame* MainWindow::frameNamed(const QString& view) const
{
    const QString key = view.section(QLatin1Char('-'), 0, 0).toLower();
    const auto found = std::ranges::find_if(workspace_->frames(), [&](PanelFrame* frame) {
        return frame->info().key == key || frame->info().title().compare(view, Qt::CaseInsensitive) == 0;
    });
    return found == workspace_->frames().end() ? nullptr : *found;
}

PanelFrame* MainWindow::frameInUse() const
{
    PanelFrame* frame = workspace_->focusedFrame();
    return frame != nullptr ? frame : workspace_->histogram();
}

void MainWindow::readOutSummary() { messages_->showNote(frameInUse()->panel().summary()); }

void MainWindow::showOverlay()
{
    const run::History& history = session_.history();
    view_.other = comparison_->other();
    view_.otherName = comparison_->name();
    menu_->showOverlaid(view_.other != nullptr);
    workspace_->refreshNow(history, view_);
    story_.tell();
    if (view_.other != nullptr) { messages_->showNote(comparison_->note(session_.config())); }
}

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
    view_.layer = conductor_->layer();
    transport_->refresh();
    menu_->showPlaying(session_.isPlaying(), conductor_->canPlay());
    timeline_->refresh();
    headline_->refresh(history, view_);
    workspace_->refresh(history, view_);
    story_.tell();
    story_.tellStatus();
    const QString pauses = keys_.first(QStringLiteral("playPause"));
    if (wantsHint_ && !history.steps().empty() && !pauses.isEmpty()) {
        wantsHint_ = false;
        hint_->pointAt(*transport_->playButton(), tr("%1 pauses. Nothing can break.").arg(pauses));
    }
}

void MainWindow::showStep()
{
    view_.step = playback_.step();
    transport_->refresh();
    timeline_->refresh();
    headline_->refresh(session_.history(), view_);
    if (session_.history().hasStarted()) { workspace_->refreshNow(session_.history(), view_); }
    story_.tell();
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
    menu_->showPlaying(session_.isPlaying(), conductor_->canPlay());
    form_->setLive(session_.isLive());
    story_.tell();
    story_.tellStatus();
}

} // namespace gridscope::ui
