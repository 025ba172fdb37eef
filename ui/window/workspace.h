// SPDX-License-Identifier: GPL-3.0-or-later
// The views of the table (ui/panel/views.h) and how they share the window: the strip left, main and wide view in the middle,
// the row below, a side widget (the settings) and the side's views as tabs right. Refreshes what is visible, once a frame; what
// is slow or hidden later. Knows views by their place and by nothing else.
#pragma once

#include "ui/window/panel_frame.h"
#include "ui/window/room_shares.h"

#include <QSplitter>
#include <QTabWidget>
#include <QTimer>

#include <vector>

namespace gridscope::ui {

class Workspace final : public QWidget {
    Q_OBJECT
public:
    explicit Workspace(QWidget* side, QWidget* parent = nullptr); // takes the side widget

    void refresh(const run::History& history, const View& view);    // the history must outlive the window
    void refreshNow(const run::History& history, const View& view); // the slow panels, too
    void maximise(PanelFrame* frame);
    void maximiseNext(int change);                 // of the pictures, in the window's order; the strip is none
    bool isOnStage(const PanelFrame* frame) const; // one of these
    void maximiseFocused();                        // the panel that has the keyboard, else the histogram
    void restore();
    void bringUp(PanelFrame* frame); // out of a tab or from behind a maximised one, with the keyboard
    bool isMaximised() const { return maximised_ != nullptr; }
    PanelFrame* maximised() const { return maximised_; } // nullptr: none
    // Narrow: tabs instead of the row's charts side by side, as where these are too many for its width. Low: the wide view is a
    // tab, too, as where a line of tabs leaves it no height.
    void setDensity(bool isNarrow, bool isLow);
    void setSideVisible(bool isVisible);
    void setProjected(bool isProjected); // two panels side by side: the histogram, and the others as tabs
    void setTextPercent(int percent);    // the strip and the side widget grow with the text
    const std::vector<PanelFrame*>& frames() const { return frames_; } // those that the run on show has something for
    PanelFrame* frame(const QString& key) const;                       // of them; nullptr when it is not there
    std::int64_t shownStep() const; // the step that every visible panel shows, or a later one
    PanelFrame* focusedFrame() const;
    void showSettings();   // and give them the keyboard
    void showMicroscope(); // and give it the keyboard; again: back to the side widget
    PanelFrame* histogram() const { return frameAt(ViewInfo::Place::Main); }
    PhaseBar& phases() const { return *microscope()->panel().phaseBar(); }
    void
    giveKeyboard(PanelFrame* frame); // back to it after a change of layout; to the histogram when it is no longer there
    void findLayer();
    void resetLayout();
    QByteArray saveState() const;
    void restoreState(const QByteArray& state); // nothing else than what `saveState` gave changes anything

Q_SIGNALS:
    void layerChosen(std::size_t layer);
    void refreshed();
    void floatAsked(); // to see float training, or no longer
    void sideAsked();  // the microscope wants to be seen

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    using Place = ViewInfo::Place;
    void add(const ViewInfo& view);
    void buildColumns(QWidget* side);
    void buildMiddle();
    void take(const run::History& history, const View& view);
    void showFrames(std::vector<PanelFrame*> wanted); // what has nothing to show leaves its room to the others
    void catchUp(bool slowOnesToo);
    void refreshAgain(PanelFrame* frame); // it shows something else of the same history
    void magnify(std::size_t weight);     // a weight of the river
    void refreshWeight();                 // in microscope and river

    PanelFrame* frameAt(Place place) const; // the first one there
    PanelFrame* microscope() const { return frameAt(Place::Side); }
    bool isTab(const PanelFrame* frame) const;
    bool isInMiddle(const PanelFrame* frame) const;
    QTabWidget* tabsOf(const PanelFrame* frame) const;
    RoomShares::Arrangement arrangement() const;
    void shareRoom();    // as the user wants it
    void learnColumns(); // from the user's hand
    void learnMiddle();
    bool isRowCrowded() const;
    bool isShort() const;
    void fitRow();
    void rearrange();
    void fillMiddle();
    void fillSide();
    void showWhatBelongs();

    std::vector<PanelFrame*> all_; // in the table's order, as the next one
    std::vector<PanelFrame*> frames_;
    std::vector<PanelFrame*> stale_;
    const run::History* history_ = nullptr;
    View view_;
    QTimer later_;
    QTabWidget* side_;
    QSplitter* columns_;
    QSplitter* middle_;
    QSplitter* bottom_;
    QTabWidget* tabs_;
    PanelFrame* maximised_ = nullptr;
    int textPercent_ = 100;
    bool isNarrow_ = false;
    bool isLow_ = false;
    bool isCrowded_ = false; // the row, when the middle was filled last
    bool isShort_ = false;   // then, for three rows of which one is tabs
    bool isSideWanted_ = true;
    bool isProjected_ = false;
    RoomShares shares_;
};

} // namespace gridscope::ui
