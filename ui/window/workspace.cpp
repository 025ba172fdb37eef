// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace's views: which there are, which the run on show has something for, and when they are refreshed.
#include "ui/window/workspace.h"

#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace gridscope::ui {
namespace {

constexpr int gap = 6;
constexpr int lateMilliseconds = 40;

QSplitter* splitter(Qt::Orientation orientation, const char* name, QWidget* parent)
{
    auto* result = new QSplitter(orientation, parent);
    result->setObjectName(QLatin1String(name));
    result->setHandleWidth(gap);
    result->setChildrenCollapsible(false);
    return result;
}

std::vector<PanelFrame*> wantedOf(const std::vector<PanelFrame*>& all, const run::History& history, const View& view)
{
    std::vector<PanelFrame*> wanted;
    std::ranges::copy_if(all, std::back_inserter(wanted),
                         [&](const PanelFrame* frame) { return frame->info().isWanted(history, view); });
    return wanted;
}

} // namespace

Workspace::Workspace(QWidget* side, QWidget* parent)
    : QWidget(parent), side_(new QTabWidget(this)), columns_(splitter(Qt::Horizontal, "columns", this)),
      middle_(splitter(Qt::Vertical, "middle", this)), bottom_(splitter(Qt::Horizontal, "bottom", this)),
      tabs_(new QTabWidget(this))
{
    setObjectName(QStringLiteral("workspace"));
    for (const ViewInfo& view : views()) { add(view); }
    frames_ = wantedOf(all_, run::History(), {});
    buildColumns(side);
    buildMiddle();
    fillMiddle();
    fillSide();
    connect(columns_, &QSplitter::splitterMoved, this, &Workspace::learnColumns);
    connect(middle_, &QSplitter::splitterMoved, this, &Workspace::learnMiddle);
    shareRoom();
    later_.setSingleShot(true);
    later_.setInterval(lateMilliseconds);
    connect(&later_, &QTimer::timeout, this, [this] { catchUp(false); });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] { catchUp(true); });
    connect(side_, &QTabWidget::currentChanged, this, &Workspace::refreshWeight);
}

// All are made at once, and those that are not wanted wait hidden: an event filter or a connection that finds them in a new
// window holds for each run.
void Workspace::add(const ViewInfo& view)
{
    auto* frame = new PanelFrame(view, this);
    all_.push_back(frame);
    connect(frame, &PanelFrame::maximiseAsked, this, [this, frame] { isMaximised() ? restore() : maximise(frame); });
    // Whoever shows it again, and while no news come: a stale panel catches up.
    connect(frame, &PanelFrame::shown, this, [this, frame] {
        if (std::ranges::find(stale_, frame) != stale_.end()) { later_.start(); }
    });
    const Panel* panel = &frame->panel();
    connect(panel, &Panel::refreshWanted, this, [this, frame] { refreshAgain(frame); });
    connect(panel, &Panel::floatAsked, this, &Workspace::floatAsked);
    connect(panel, &Panel::layerChosen, this, &Workspace::layerChosen);
    connect(panel, &Panel::weightAsked, this, &Workspace::magnify);
    connect(panel, &Panel::weightMagnified, this, &Workspace::refreshWeight);
    if (!view.isWanted(run::History(), {})) { frame->hide(); }
}

void Workspace::buildColumns(QWidget* side)
{
    columns_->addWidget(frameAt(Place::Strip));
    columns_->addWidget(middle_);
    columns_->addWidget(side_);
    columns_->setStretchFactor(0, 0);
    columns_->setStretchFactor(1, 1);
    columns_->setStretchFactor(2, 0);
    side_->setObjectName(QStringLiteral("side"));
    side_->setDocumentMode(true);
    side_->tabBar()->setAccessibleName(tr("Settings and microscope"));
    side_->addTab(side, tr("Settings"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(gap, 0, gap, 0);
    column->addWidget(columns_);
}

void Workspace::buildMiddle()
{
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setAccessibleName(tr("Panels that share this place"));
    tabs_->setObjectName(QStringLiteral("bottomTabs"));
    auto* holder = new QWidget(middle_);
    holder->setObjectName(QStringLiteral("bottomRow"));
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(bottom_);
    column->addWidget(tabs_);
    middle_->addWidget(frameAt(Place::Main));
    middle_->addWidget(frameAt(Place::Wide));
    middle_->addWidget(holder);
    middle_->setStretchFactor(0, 5);
    middle_->setStretchFactor(1, 3);
    middle_->setStretchFactor(2, 2);
}

PanelFrame* Workspace::frameAt(Place place) const
{
    return *std::ranges::find(all_, place, [](const PanelFrame* frame) { return frame->info().place; });
}

PanelFrame* Workspace::frame(const QString& key) const
{
    const auto found = std::ranges::find(frames_, key, [](const PanelFrame* frame) { return frame->info().key; });
    return found == frames_.end() ? nullptr : *found;
}

void Workspace::refresh(const run::History& history, const View& view)
{
    take(history, view);
    catchUp(false);
}

void Workspace::refreshNow(const run::History& history, const View& view)
{
    take(history, view);
    catchUp(true);
}

void Workspace::take(const run::History& history, const View& view)
{
    history_ = &history;
    view_ = view;
    showFrames(wantedOf(all_, history, view));
    stale_ = frames_;
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    const QString layer = hasLayer ? QString::fromStdString(history.start().layers[view.layer].name) : QString();
    for (PanelFrame* frame : frames_) {
        if (frame->info().isPerLayer) { frame->setSubject(layer); }
    }
}

void Workspace::showFrames(std::vector<PanelFrame*> wanted)
{
    if (wanted == frames_) { return; }
    for (PanelFrame* frame : frames_) {
        if (std::ranges::find(wanted, frame) != wanted.end()) { continue; }
        if (maximised_ == frame) { restore(); }
        frame->setParent(this);
        frame->hide();
    }
    PanelFrame* keyboard = focusedFrame();
    const bool wasCrowded = isCrowded_;
    frames_ = std::move(wanted);
    fillMiddle();
    fillSide();
    showWhatBelongs();
    const bool isThere = std::ranges::find(frames_, keyboard) != frames_.end();
    if (isCrowded_ != wasCrowded && isThere) { giveKeyboard(keyboard); }
}

// Hidden panels stay stale until they are shown.
void Workspace::catchUp(bool slowOnesToo)
{
    if (history_ == nullptr) { return; }
    bool isLate = false;
    std::erase_if(stale_, [&](PanelFrame* frame) {
        if (!frame->panel().isVisible()) { return false; }
        if (!slowOnesToo && !frame->isDue()) {
            isLate = true;
            return false;
        }
        frame->refresh(*history_, view_);
        return true;
    });
    if (isLate) { later_.start(); }
    Q_EMIT refreshed();
}

void Workspace::refreshAgain(PanelFrame* frame)
{
    if (std::ranges::find(stale_, frame) == stale_.end()) { stale_.push_back(frame); }
    catchUp(false);
}

std::int64_t Workspace::shownStep() const
{
    std::int64_t step = std::numeric_limits<std::int64_t>::max();
    for (PanelFrame* frame : frames_) {
        if (frame->panel().isVisible()) { step = std::min(step, frame->shownStep()); }
    }
    return step;
}

PanelFrame* Workspace::focusedFrame() const
{
    const auto found = std::ranges::find_if(frames_, [](const PanelFrame* frame) { return frame->hasKeyboard(); });
    return found == frames_.end() ? nullptr : *found;
}

void Workspace::findLayer()
{
    restore();
    frameAt(Place::Strip)->panel().find();
}

} // namespace gridscope::ui
