// SPDX-License-Identifier: GPL-3.0-or-later
// The panels and how they share the window: layer strip left, histogram and river in the middle, three small charts
// below (more when the run drops bits or another run is laid over it), a side widget (the settings) and the microscope as tabs right. Refreshes what is visible, once a frame; what is slow or hidden later.
#pragma once

#include "ui/panel/microscope_panel.h"
#include "ui/window/panel_frame.h"

#include <QSplitter>
#include <QTabWidget>
#include <QTimer>

#include <array>
#include <vector>

namespace gridscope::ui {

// How the user wants the room to be shared. Large text, a small window, a maximised panel and projector mode may stand in the way
// for a while; they never change it.
struct RoomShares {
    struct Width {
        int pixels = 0;
        int textPercent = 100; // at which it was chosen
    };
    enum Arrangement { Usual, Low, Projected, arrangements };
    Width strip;
    Width side;
    std::array<QList<int>, arrangements> middle; // only their relation counts
    RoomShares();
};

class Workspace final : public QWidget {
    Q_OBJECT
public:
    explicit Workspace(QWidget* side, QWidget* parent = nullptr); // takes the side widget

    void refresh(const run::History& history, const View& view);    // the history must outlive the window
    void refreshNow(const run::History& history, const View& view); // the slow panels, too
    void maximise(PanelFrame* frame);
    void maximiseFocused(); // the panel that has the keyboard, else the histogram
    void restore();
    void bringUp(PanelFrame* frame); // out of a tab or from behind a maximised one, with the keyboard
    bool isMaximised() const { return maximised_ != nullptr; }
    // Narrow: tabs instead of the small charts side by side. Low: the river is a tab, too.
    void setDensity(bool isNarrow, bool isLow);
    void setSideVisible(bool isVisible);
    void setProjected(bool isProjected); // two panels side by side: the histogram, and the others as tabs
    void setTextPercent(int percent);    // the strip and the side widget grow with the text
    const std::vector<PanelFrame*>& frames() const { return frames_; }
    std::int64_t shownStep() const; // the step that every visible panel shows, or a later one
    PanelFrame* focusedFrame() const;
    void showMicroscope(); // and give it the keyboard; again: back to the side widget
    PanelFrame* histogram() const { return frames_.at(1); }
    void
    giveKeyboard(PanelFrame* frame); // back to it after a change of layout; to the histogram when it is no longer there
    void findLayer();
    MicroscopePanel& microscope() const { return static_cast<MicroscopePanel&>(microscope_->panel()); }
    void resetLayout();
    QByteArray saveState() const;
    void restoreState(const QByteArray& state); // nothing else than what `saveState` gave changes anything

Q_SIGNALS:
    void layerChosen(std::size_t layer);
    void refreshed();
    void sideAsked(); // the microscope wants to be seen

private:
    void take(const run::History& history, const View& view);
    void catchUp(bool slowOnesToo);
    PanelFrame* add(Panel* panel, int leastMilliseconds, QWidget* parent);
    RoomShares::Arrangement arrangement() const;
    void shareRoom();    // as the user wants it
    void learnColumns(); // from the user's hand
    void learnMiddle();
    void buildMiddle();
    void buildBottom();
    void fillBottom();
    void showOptional(PanelFrame* frame, bool isShown,
                      std::size_t at); // without masks or other run it leaves its room to the others
    bool isTab(const PanelFrame* frame) const;
    void showWhatBelongs();
    void buildSide(QWidget* side);
    void magnify(std::size_t weight);     // a weight of the river
    void refreshWeight();                 // in microscope and river
    void refreshAgain(PanelFrame* frame); // it shows something else of the same history

    static constexpr std::size_t river = 2; // index in `frames_`
    std::vector<PanelFrame*>
        frames_; // strip, histogram, river, difference if there is another run, bits, DropBits if the run has masks, loss, accuracy, microscope
    PanelFrame* difference_ = nullptr;
    PanelFrame* dropBits_ = nullptr;
    PanelFrame* decisions_ = nullptr;  // of 2-D data
    PanelFrame* microscope_ = nullptr; // the last of them
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
    bool isSideWanted_ = true;
    bool isProjected_ = false;
    RoomShares shares_;
};

} // namespace gridscope::ui
