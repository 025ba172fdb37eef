// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/describe.h"

namespace gridscope::ui {

void describe(Panel& panel, QWidget& chart)
{
    const QString summary = panel.summary();
    for (QWidget* widget : {static_cast<QWidget*>(&panel), &chart}) {
        if (widget->accessibleName() != panel.title()) { widget->setAccessibleName(panel.title()); }
        if (widget->accessibleDescription() != summary) { widget->setAccessibleDescription(summary); }
    }
}

bool RunIdentity::changed(const run::History& history)
{
    const run::SnapshotPtr first = history.snapshots().empty() ? nullptr : history.snapshots().front();
    const bool isOther =
        history.hasStarted() != hasStarted_ || (first_ && first != first_) || history.steps().size() < steps_;
    hasStarted_ = history.hasStarted();
    first_ = first;
    steps_ = history.steps().size();
    return isOther;
}

} // namespace gridscope::ui
