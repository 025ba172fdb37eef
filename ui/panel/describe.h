// SPDX-License-Identifier: GPL-3.0-or-later
// Small things that all panels need: names for screen readers, and which run they drew last.
#pragma once

#include "ui/panel/panel.h"

namespace gridscope::ui {

// Gives the panel and its chart their accessible names; the description is the panel's summary.
void describe(Panel& panel, QWidget& chart);

// What an empty panel says while there is no run: `text`, or that the run failed before it had anything to show.
QString noRunText(const run::History& history, const QString& text);

// Where step axes begin: at 0 where float training is folded away, but not before the grid is in force.
std::int64_t firstShownStep(const run::History& history, const View& view);
bool hasFoldedFloat(const run::History& history, const View& view); // there is some

// A run is another one when its first snapshot is, or the step that was its last when it was looked at: after a reset the
// float phase is the same, told again. Panels then choose their axes afresh.
class RunIdentity {
public:
    bool changed(const run::History& history); // since the last call
private:
    bool hasStarted_ = false;
    run::SnapshotPtr first_;
    std::optional<run::Step> last_;
};

} // namespace gridscope::ui
