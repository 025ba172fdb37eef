// SPDX-License-Identifier: GPL-3.0-or-later
// A panel draws a history and decides nothing. `refresh` is called at most once a frame, on visible panels only.
#pragma once

#include "core/run/history.h"

#include <QWidget>

#include <optional>

namespace gridscope::ui {

// What the user looks at; the same for all panels.
struct View {
    std::size_t layer = 0;                 // index into Start::layers
    std::optional<std::int64_t> step = {}; // a past step, or empty for the newest
    const run::History* other = nullptr;   // a run that is laid over the one on show
    QString otherName = {};
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
    // Short title above the panel: "Histogram", "River", ...
    virtual QString title() const = 0;
};

// The snapshot that `view` points at: nullptr when there is none yet.
run::SnapshotPtr shownSnapshot(const run::History& history, const View& view);

} // namespace gridscope::ui
