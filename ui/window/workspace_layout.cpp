// SPDX-License-Identifier: GPL-3.0-or-later
// How the workspace's views share the room, and what stands in their way for a while.
#include "ui/window/workspace.h"

#include <QApplication>
#include <QTabBar>

#include <algorithm>
#include <iterator>

namespace gridscope::ui {
namespace {

constexpr int widestStrip = 300;    // that text alone makes
constexpr int leastRowView = 160;   // on average, at 100 % text; charts that are narrower are no more than stamps
constexpr int leastOfThree = 640;   // height of three rows with a line of tabs, at 100 % text
constexpr int leastHistogram = 240; // at 100 % text; with large text the workspace scrolls rather than flatten it

} // namespace

void Workspace::setTextPercent(int percent)
{
    if (percent == textPercent_) { return; }
    textPercent_ = percent;
    const bool isLarge = percent >= 175;
    histogram()->setMinimumHeight(isLarge ? leastHistogram * percent / 100 : 0);
    shareRoom();
    fitRow();
}

RoomShares::Arrangement Workspace::arrangement() const
{
    if (isProjected_) { return RoomShares::Projected; }
    return isTab(frameAt(Place::Wide)) ? RoomShares::Low : RoomShares::Usual;
}

// Splitters forget: they give a panel that leaves and comes back some size of its own, and keep what large text made of them.
void Workspace::shareRoom()
{
    if (isMaximised()) { return; } // until it is restored
    const int strip = std::min(shares_.strip.at(textPercent_), std::max(shares_.strip.pixels, widestStrip));
    const int side = shares_.side.at(textPercent_);
    columns_->setSizes({strip, std::max(400, columns_->width() - strip - side), side});
    middle_->setSizes(shares_.middle.at(arrangement()));
}

void Workspace::learnColumns()
{
    const QList<int> sizes = columns_->sizes();
    if (frameAt(Place::Strip)->isVisible()) { shares_.strip = {sizes.front(), textPercent_}; }
    if (side_->isVisible()) { shares_.side = {sizes.back(), textPercent_}; }
}

void Workspace::learnMiddle()
{
    if (!isMaximised()) { shares_.middle.at(arrangement()) = middle_->sizes(); }
}

bool Workspace::isTab(const PanelFrame* frame) const
{
    const bool isLow = isLow_ || isProjected_;
    switch (frame->info().place) {
    case Place::Strip:
    case Place::Main: return false;
    case Place::Wide: return isLow || (isShort_ && (isNarrow_ || isCrowded_));
    case Place::Row: return isLow || isNarrow_ || isCrowded_;
    case Place::Side: break;
    }
    return true;
}

bool Workspace::isInMiddle(const PanelFrame* frame) const
{
    const Place place = frame->info().place;
    return place != Place::Strip && place != Place::Side;
}

QTabWidget* Workspace::tabsOf(const PanelFrame* frame) const
{
    return frame->info().place == Place::Side ? side_ : tabs_;
}

// By the room that the user wants the columns beside it to have.
bool Workspace::isRowCrowded() const
{
    const auto inRow = std::ranges::count(frames_, Place::Row, [](const PanelFrame* f) { return f->info().place; });
    const int columns = shares_.strip.at(textPercent_) + (isSideWanted_ ? shares_.side.at(textPercent_) : 0);
    return width() - columns < inRow * leastRowView * textPercent_ / 100;
}

// The line of tabs takes height, too.
bool Workspace::isShort() const { return height() < leastOfThree * textPercent_ / 100; }

void Workspace::fitRow()
{
    if (isRowCrowded() != isCrowded_ || isShort() != isShort_) { rearrange(); }
}

void Workspace::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitRow();
}

void Workspace::fillMiddle()
{
    isCrowded_ = isRowCrowded();
    isShort_ = isShort();
    tabs_->clear();
    QList<int> shares;
    for (PanelFrame* frame : frames_) {
        frame->setTitleVisible(!isTab(frame));
        const Place place = frame->info().place;
        if (isTab(frame) && isInMiddle(frame)) {
            tabs_->addTab(frame, frame->info().title());
        } else if (place == Place::Wide) {
            middle_->insertWidget(1, frame);
        } else if (place == Place::Row) {
            bottom_->addWidget(frame);
            shares << frame->info().share;
        }
    }
    if (tabs_->count() == 0) { bottom_->setSizes(shares); }
    tabs_->setVisible(tabs_->count() > 0);
    bottom_->setVisible(tabs_->count() == 0);
}

void Workspace::fillSide()
{
    int at = 1; // behind the side widget
    for (PanelFrame* frame : frames_) {
        if (frame->info().place != Place::Side) { continue; }
        if (side_->indexOf(frame) < 0) { side_->insertTab(at, frame, frame->info().title()); }
        ++at;
    }
}

void Workspace::maximiseFocused()
{
    PanelFrame* focused = focusedFrame();
    maximise(focused != nullptr ? focused : histogram());
}

bool Workspace::isOnStage(const PanelFrame* frame) const
{
    return frame != nullptr && std::ranges::find(frames_, frame) != frames_.end()
           && frame->info().place != Place::Strip;
}

void Workspace::maximiseNext(int change)
{
    std::vector<PanelFrame*> pictures;
    std::ranges::copy_if(frames_, std::back_inserter(pictures), [this](PanelFrame* f) { return isOnStage(f); });
    PanelFrame* from = maximised_ != nullptr ? maximised_ : focusedFrame();
    const auto at = std::ranges::find(pictures, from);
    const auto count = std::ptrdiff_t(pictures.size());
    const std::ptrdiff_t next = at == pictures.end() ? 0 : ((at - pictures.begin()) + change + count) % count;
    maximise(pictures[std::size_t(next)]);
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
    if (isTab(frame)) { tabsOf(frame)->setCurrentWidget(frame); }
    frame->panel().setFocus();
}

void Workspace::giveKeyboard(PanelFrame* frame)
{
    const Place place = frame->info().place;
    const bool isThere = place == Place::Side ? side_->isVisible() : place != Place::Strip || !isProjected_;
    bringUp(isThere ? frame : histogram());
}

// Splitters give the room of hidden widgets to the visible ones and remember their sizes.
void Workspace::showWhatBelongs()
{
    const bool all = maximised_ == nullptr;
    const bool isInBottom = maximised_ != nullptr && bottom_->parentWidget()->isAncestorOf(maximised_);
    for (PanelFrame* frame : frames_) {
        const bool belongs = frame->info().place != Place::Strip || !isProjected_;
        if (!isTab(frame)) { frame->setVisible(all ? belongs : frame == maximised_); }
    }
    if (!all && isTab(maximised_)) { tabsOf(maximised_)->setCurrentWidget(maximised_); }
    tabs_->tabBar()->setVisible(all);
    side_->tabBar()->setVisible(all);
    middle_->setVisible(all || isInMiddle(maximised_));
    bottom_->parentWidget()->setVisible(all || isInBottom);
    side_->setVisible(all ? isSideWanted_ : maximised_->info().place == Place::Side);
    catchUp(true);
}

void Workspace::setDensity(bool isNarrow, bool isLow)
{
    if (isNarrow == isNarrow_ && isLow == isLow_) { return; }
    isNarrow_ = isNarrow;
    isLow_ = isLow;
    rearrange();
}

void Workspace::rearrange()
{
    PanelFrame* keyboard = focusedFrame(); // moving it into a tab or out of one takes the keyboard away
    fillMiddle();
    showWhatBelongs();
    shareRoom();
    if (keyboard != nullptr) { giveKeyboard(keyboard); }
}

void Workspace::setProjected(bool isProjected)
{
    if (isProjected == isProjected_) { return; }
    restore();
    isProjected_ = isProjected;
    fillMiddle();
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
    QTimer::singleShot(0, this, &Workspace::shareRoom); // what large text asked for is known to be over only then
    fitRow();
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
    fillMiddle();
    showWhatBelongs();
    shareRoom();
}

QByteArray Workspace::saveState() const { return bytesOf(shares_); }

void Workspace::restoreState(const QByteArray& state)
{
    const auto saved = roomSharesIn(state);
    if (!saved) { return; }
    shares_ = *saved;
    shareRoom();
}

} // namespace gridscope::ui
