// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspace.h"

#include "core/run/masks.h"
#include "ui/panel/accuracy_panel.h"
#include "ui/panel/bits_panel.h"
#include "ui/panel/chart_panel.h"
#include "ui/panel/decision_panel.h"
#include "ui/panel/difference_panel.h"
#include "ui/panel/drop_panel.h"
#include "ui/panel/histogram_panel.h"
#include "ui/panel/layer_strip.h"
#include "ui/panel/loss_panel.h"
#include "ui/panel/river_panel.h"

#include <QApplication>
#include <QDataStream>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace gridscope::ui {
namespace {

constexpr int gap = 6;
// Least milliseconds between refreshes: the main picture moves with every frame, curves need no more than a glance.
constexpr int everyFrame = 0;
constexpr int calm = 60;
constexpr int slow = 150;
constexpr int lateMilliseconds = 40;
constexpr int stripWidth = 190;  // at 100 % text, as the next ones
constexpr int widestStrip = 300; // that text alone makes
constexpr int sideWidth = 330;
constexpr quint32 stateVersion = 2;   // of what is saved; 1 was what the splitters say of themselves
constexpr int leastHistogram = 240;   // with large text the workspace scrolls rather than flatten it
constexpr std::size_t firstSmall = 3; // of `frames_`: from here on the small charts of the bottom row

QSplitter* splitter(Qt::Orientation orientation, const char* name, QWidget* parent)
{
    auto* result = new QSplitter(orientation, parent);
    result->setObjectName(QLatin1String(name));
    result->setHandleWidth(gap);
    result->setChildrenCollapsible(false);
    return result;
}

int scaled(const RoomShares::Width& width, int textPercent)
{
    return textPercent == width.textPercent ? width.pixels : width.pixels * textPercent / width.textPercent;
}

QDataStream& operator<<(QDataStream& stream, const RoomShares& shares)
{
    for (const RoomShares::Width& width : {shares.strip, shares.side}) {
        stream << qint32(width.pixels) << qint32(width.textPercent);
    }
    for (const QList<int>& sizes : shares.middle) { stream << sizes; }
    return stream;
}

QDataStream& operator>>(QDataStream& stream, RoomShares& shares)
{
    for (RoomShares::Width* width : {&shares.strip, &shares.side}) {
        qint32 pixels = 0, textPercent = 0;
        stream >> pixels >> textPercent;
        *width = {pixels, textPercent};
    }
    for (QList<int>& sizes : shares.middle) { stream >> sizes; }
    return stream;
}

bool isSound(const RoomShares& shares)
{
    const RoomShares usual;
    const auto isWidth = [](const RoomShares::Width& width) {
        return width.pixels > 0 && width.pixels < 100'000 && width.textPercent >= 100;
    };
    const auto isSplit = [](const QList<int>& sizes, const QList<int>& like) {
        return sizes.size() == like.size()
               && std::ranges::all_of(sizes, [](int size) { return size > 0 && size < 100'000; });
    };
    return isWidth(shares.strip) && isWidth(shares.side) && std::ranges::equal(shares.middle, usual.middle, isSplit);
}

} // namespace

RoomShares::RoomShares()
    : strip{stripWidth, 100}, side{sideWidth, 100}, middle{QList<int>{500, 270, 200}, {500, 300}, {100, 100}}
{}

Workspace::Workspace(QWidget* side, QWidget* parent)
    : QWidget(parent), side_(new QTabWidget(this)), columns_(splitter(Qt::Horizontal, "columns", this)),
      middle_(splitter(Qt::Vertical, "middle", this)), bottom_(splitter(Qt::Horizontal, "bottom", this)),
      tabs_(new QTabWidget(this))
{
    auto* strip = new LayerStrip;
    connect(strip, &LayerStrip::layerChosen, this, &Workspace::layerChosen);
    setObjectName(QStringLiteral("workspace"));
    columns_->addWidget(add(strip, calm, columns_));
    columns_->addWidget(middle_);
    columns_->addWidget(side_);
    columns_->setStretchFactor(0, 0);
    columns_->setStretchFactor(1, 1);
    columns_->setStretchFactor(2, 0);
    buildMiddle();
    buildSide(side);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(gap, 0, gap, 0);
    column->addWidget(columns_);
    connect(columns_, &QSplitter::splitterMoved, this, &Workspace::learnColumns);
    connect(middle_, &QSplitter::splitterMoved, this, &Workspace::learnMiddle);
    shareRoom();
    later_.setSingleShot(true);
    later_.setInterval(lateMilliseconds);
    connect(&later_, &QTimer::timeout, this, [this] { catchUp(false); });
    connect(tabs_, &QTabWidget::currentChanged, this, [this] { catchUp(true); });
}

void Workspace::setTextPercent(int percent)
{
    if (percent == textPercent_) { return; }
    textPercent_ = percent;
    const bool isLarge = percent >= 175;
    histogram()->setMinimumHeight(isLarge ? leastHistogram * percent / 100 : 0);
    shareRoom();
}

RoomShares::Arrangement Workspace::arrangement() const
{
    if (isProjected_) { return RoomShares::Projected; }
    return isTab(frames_[river]) ? RoomShares::Low : RoomShares::Usual;
}

// Splitters forget: they give a panel that leaves and comes back some size of its own, and keep what large text made of them.
void Workspace::shareRoom()
{
    if (isMaximised()) { return; } // until it is restored
    const int strip = std::min(scaled(shares_.strip, textPercent_), std::max(shares_.strip.pixels, widestStrip));
    const int side = scaled(shares_.side, textPercent_);
    columns_->setSizes({strip, std::max(400, columns_->width() - strip - side), side});
    middle_->setSizes(shares_.middle.at(arrangement()));
}

void Workspace::learnColumns()
{
    const QList<int> sizes = columns_->sizes();
    if (frames_.front()->isVisible()) { shares_.strip = {sizes.front(), textPercent_}; }
    if (side_->isVisible()) { shares_.side = {sizes.back(), textPercent_}; }
}

void Workspace::learnMiddle()
{
    if (!isMaximised()) { shares_.middle.at(arrangement()) = middle_->sizes(); }
}

PanelFrame* Workspace::add(Panel* panel, int leastMilliseconds, QWidget* parent)
{
    auto* frame = new PanelFrame(panel, leastMilliseconds, parent);
    frames_.push_back(frame);
    connect(frame, &PanelFrame::maximiseAsked, this, [this, frame] { isMaximised() ? restore() : maximise(frame); });
    // Whoever shows it again, and while no news come: a stale panel catches up.
    connect(frame, &PanelFrame::shown, this, [this, frame] {
        if (std::find(stale_.begin(), stale_.end(), frame) != stale_.end()) { later_.start(); }
    });
    if (auto* chart = qobject_cast<ChartPanel*>(panel)) {
        connect(chart, &ChartPanel::zoomed, this, [this, frame] { refreshAgain(frame); });
    }
    return frame;
}

void Workspace::buildMiddle()
{
    middle_->addWidget(add(new HistogramPanel, everyFrame, middle_));
    middle_->addWidget(add(new RiverPanel, calm, middle_));
    buildBottom();
    middle_->setStretchFactor(0, 5);
    middle_->setStretchFactor(1, 3);
    middle_->setStretchFactor(2, 2);
}

void Workspace::buildBottom()
{
    add(new BitsPanel, slow, bottom_);
    for (auto [frame, panel] : {std::pair<PanelFrame**, Panel*>{&dropBits_, new DropPanel},
                                {&difference_, new DifferencePanel},
                                {&decisions_, new DecisionPanel}}) {
        *frame = add(panel, slow, this);
        frames_.pop_back(); // showOptional puts it back
        (*frame)->hide();
    }
    add(new LossPanel, slow, bottom_);
    add(new AccuracyPanel, slow, bottom_);
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setAccessibleName(tr("Panels that share this place"));
    tabs_->setObjectName(QStringLiteral("bottomTabs"));
    auto* holder = new QWidget(middle_);
    holder->setObjectName(QStringLiteral("bottomRow"));
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(bottom_);
    column->addWidget(tabs_);
    middle_->addWidget(holder);
    fillBottom();
}

void Workspace::buildSide(QWidget* side)
{
    side_->setObjectName(QStringLiteral("side"));
    side_->setDocumentMode(true);
    side_->tabBar()->setAccessibleName(tr("Settings and microscope"));
    side_->addTab(side, tr("Settings"));
    auto* microscope = new MicroscopePanel;
    microscope_ = add(microscope, slow, side_);
    microscope_->setTitleVisible(false);
    side_->addTab(microscope_, microscope->title());
    connect(side_, &QTabWidget::currentChanged, this, &Workspace::refreshWeight);
    connect(microscope, &MicroscopePanel::weightChosen, this, &Workspace::refreshWeight);
    connect(static_cast<RiverPanel*>(&frames_[river]->panel()), &RiverPanel::weightAsked, this, &Workspace::magnify);
}

bool Workspace::isTab(const PanelFrame* frame) const
{
    if (frame == microscope_) { return true; }
    const auto index = std::size_t(std::find(frames_.begin(), frames_.end(), frame) - frames_.begin());
    const bool isLow = isLow_ || isProjected_;
    return (index >= firstSmall && (isNarrow_ || isLow)) || (index == river && isLow);
}

void Workspace::fillBottom()
{
    tabs_->clear();
    for (PanelFrame* frame : frames_) { frame->setTitleVisible(!isTab(frame)); }
    if (!isTab(frames_[river])) { middle_->insertWidget(1, frames_[river]); }
    for (std::size_t i = river; i < frames_.size(); ++i) {
        if (frames_[i] == microscope_) { continue; }
        if (isTab(frames_[i])) {
            tabs_->addTab(frames_[i], frames_[i]->panel().title());
        } else if (i >= firstSmall) {
            bottom_->addWidget(frames_[i]);
        }
    }
    if (tabs_->count() == 0) {
        QList<int> sizes(bottom_->count(), 100);
        if (bottom_->indexOf(dropBits_) >= 0) {
            sizes[bottom_->indexOf(dropBits_)] = 160;
        } // has names and numbers beside it
        if (bottom_->indexOf(decisions_) >= 0) { sizes[bottom_->indexOf(decisions_)] = 210; }   // three squares
        if (bottom_->indexOf(difference_) >= 0) { sizes[bottom_->indexOf(difference_)] = 200; } // what a twin is for
        bottom_->setSizes(sizes);
    }
    tabs_->setVisible(tabs_->count() > 0);
    bottom_->setVisible(tabs_->count() == 0);
}

void Workspace::showOptional(PanelFrame* frame, bool isShown, std::size_t at)
{
    const auto found = std::find(frames_.begin(), frames_.end(), frame);
    if (isShown == (found != frames_.end())) { return; }
    if (isShown) {
        frames_.insert(frames_.begin() + std::ptrdiff_t(at), frame);
    } else {
        if (maximised_ == frame) { restore(); }
        frames_.erase(found);
        frame->setParent(this);
        frame->hide();
    }
    fillBottom();
    showWhatBelongs();
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
    const bool drops = history.hasStarted() && run::dropsBits(history.start());
    const std::size_t afterBits = firstSmall + (view.other != nullptr ? 2 : 1);
    showOptional(difference_, view.other != nullptr, firstSmall);
    showOptional(dropBits_, drops, afterBits);
    showOptional(decisions_, DecisionPanel::hasPlane(history), afterBits + (drops ? 1 : 0));
    stale_ = frames_;
    const bool hasLayer = history.hasStarted() && view.layer < history.start().layers.size();
    const QString layer = hasLayer ? QString::fromStdString(history.start().layers[view.layer].name) : QString();
    for (PanelFrame* frame : {histogram(), frames_[river], difference_, microscope_}) { frame->setSubject(layer); }
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
    for (PanelFrame* frame : frames_) {
        if (frame->hasKeyboard()) { return frame; }
    }
    return nullptr;
}

void Workspace::maximiseFocused()
{
    PanelFrame* focused = focusedFrame();
    maximise(focused != nullptr ? focused : histogram());
}

void Workspace::maximise(PanelFrame* frame)
{
    restore();
    maximised_ = frame;
    frame->showMaximised(true);
    showWhatBelongs();
    frame->panel().setFocus();
}

void Workspace::restore()
{
    if (maximised_ == nullptr) { return; }
    maximised_->showMaximised(false);
    maximised_ = nullptr;
    showWhatBelongs();
    shareRoom();
}

void Workspace::bringUp(PanelFrame* frame)
{
    if (maximised_ != frame) { restore(); }
    if (isTab(frame)) { (frame == microscope_ ? side_ : tabs_)->setCurrentWidget(frame); }
    frame->panel().setFocus();
}

void Workspace::giveKeyboard(PanelFrame* frame)
{
    const bool isThere = frame == microscope_ ? side_->isVisible() : frame != frames_.front() || !isProjected_;
    bringUp(isThere ? frame : histogram());
}

// Splitters give the room of hidden widgets to the visible ones and remember their sizes.
void Workspace::showWhatBelongs()
{
    const bool all = maximised_ == nullptr;
    const bool isInBottom = maximised_ != nullptr && bottom_->parentWidget()->isAncestorOf(maximised_);
    for (PanelFrame* frame : frames_) {
        const bool belongs = frame != frames_.front() || !isProjected_;
        if (!isTab(frame)) { frame->setVisible(all ? belongs : frame == maximised_); }
    }
    const bool isMicroscope = maximised_ != nullptr && maximised_ == microscope_;
    if (maximised_ != nullptr && isTab(maximised_)) { (isMicroscope ? side_ : tabs_)->setCurrentWidget(maximised_); }
    tabs_->tabBar()->setVisible(all);
    side_->tabBar()->setVisible(all);
    middle_->setVisible(all || (maximised_ != frames_.front() && !isMicroscope));
    bottom_->parentWidget()->setVisible(all || isInBottom);
    side_->setVisible(all ? isSideWanted_ : isMicroscope);
    catchUp(true);
}

void Workspace::setDensity(bool isNarrow, bool isLow)
{
    if (isNarrow == isNarrow_ && isLow == isLow_) { return; }
    PanelFrame* keyboard = focusedFrame(); // moving it into a tab or out of one takes the keyboard away
    isNarrow_ = isNarrow;
    isLow_ = isLow;
    fillBottom();
    showWhatBelongs();
    shareRoom();
    if (keyboard != nullptr) { giveKeyboard(keyboard); }
}

void Workspace::setProjected(bool isProjected)
{
    if (isProjected == isProjected_) { return; }
    restore();
    isProjected_ = isProjected;
    fillBottom();
    middle_->setOrientation(isProjected ? Qt::Horizontal : Qt::Vertical);
    showWhatBelongs();
    shareRoom();
}

void Workspace::setSideVisible(bool isVisible)
{
    const bool hadKeyboard = side_->isAncestorOf(QApplication::focusWidget());
    isSideWanted_ = isVisible;
    showWhatBelongs();
    shareRoom();
    if (hadKeyboard && !side_->isVisible()) {
        histogram()->panel().setFocus();
    } // or the keys would go to whatever is next
}

void Workspace::resetLayout()
{
    restore();
    shares_ = {};
    side_->setCurrentIndex(0);
    tabs_->setCurrentIndex(0);
    fillBottom();
    showWhatBelongs();
    shareRoom();
}

void Workspace::findLayer()
{
    restore();
    static_cast<LayerStrip&>(frames_.front()->panel()).find();
}

void Workspace::refreshAgain(PanelFrame* frame)
{
    if (std::find(stale_.begin(), stale_.end(), frame) == stale_.end()) { stale_.push_back(frame); }
    catchUp(false);
}

QByteArray Workspace::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << stateVersion << shares_;
    return state;
}

void Workspace::restoreState(const QByteArray& state)
{
    quint32 version = 0;
    RoomShares saved;
    QDataStream stream(state);
    stream >> version;
    if (version != stateVersion) { return; }
    stream >> saved;
    if (stream.status() != QDataStream::Ok || !isSound(saved)) { return; }
    shares_ = saved;
    shareRoom();
}

} // namespace gridscope::ui
