// SPDX-License-Identifier: GPL-3.0-or-later
// A panel draws a history and decides nothing. `refresh` is called at most once a frame, on visible panels only.
// Which panels there are, where they stand and when they are wanted is in ui/panel/views.h.
#pragma once

#include "core/run/history.h"

#include <QPointer>
#include <QWidget>

#include <optional>

namespace gridscope::ui {

class PhaseBar;

// What the user looks at; the same for all panels.
struct View {
    std::size_t layer = 0;                 // index into Start::layers
    std::optional<std::int64_t> step = {}; // a past step, or empty for the newest
    const run::History* other = nullptr;   // a run that is compared with the one on show
    QString otherName = {};
    bool showsFloat = true; // float training, too, where a grid is in force since; else step axes begin where it began
    bool isBeside = false; // the other stands beside the one on show where a panel can do that; else it is laid over it
};

class Panel : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    // Shows `history` as seen through `view`. A history that has not started shows the panel's empty state.
    virtual void refresh(const run::History& history, const View& view) = 0;
    // One sentence of what is to be seen, for screen readers and for "copy as text".
    virtual QString summary() const = 0;
    // Shows its history as `shown`, a panel of the same kind, does: its zoom, scale and whatever else the user chose there.
    virtual void takeLook(const Panel& shown) { Q_UNUSED(shown) }

    // What screen readers call it and its picture: the title of its row in the table of views.
    void setTitle(const QString& title);
    void setPicture(QWidget& picture);

    // What some panels can do beyond; the others have nothing to do for it. `weight`: index into LayerState::followed.
    virtual void forPaper(bool hasRoom) { Q_UNUSED(hasRoom) } // nobody can choose there; no room in a narrow column
    virtual void find() {}                                    // asks for a part of a name and goes there
    virtual void pointOut(std::optional<std::size_t> weight) { Q_UNUSED(weight) } // among the others; none: no longer
    virtual void magnify(std::size_t weight) { Q_UNUSED(weight) }                 // by the user's hand
    virtual std::optional<std::size_t> magnified() const { return std::nullopt; }
    virtual PhaseBar* phaseBar() { return nullptr; } // of one step in slow motion

Q_SIGNALS:                                // all of them by the user's hand, never by `refresh`
    void floatAsked();                    // to see float training, or no longer
    void refreshWanted();                 // it shows something else of the same history
    void layerChosen(std::size_t layer);  // for all panels
    void weightAsked(std::size_t weight); // a click near it: it wants to be magnified
    void
    weightMagnified(std::size_t weight); // another one is, or another phase of it: this panel wants to be refreshed

private:
    QPointer<QWidget> picture_;
};

// The snapshot that `view` points at: nullptr when there is none yet.
run::SnapshotPtr shownSnapshot(const run::History& history, const View& view);

} // namespace gridscope::ui
