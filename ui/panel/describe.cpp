// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/describe.h"

#include <QCoreApplication>

namespace gridscope::ui {

void describe(Panel& panel, QWidget& chart)
{
    const QString summary = panel.summary();
    for (QWidget* widget : {static_cast<QWidget*>(&panel), &chart}) {
        if (widget->accessibleName() != panel.title()) { widget->setAccessibleName(panel.title()); }
        if (widget->accessibleDescription() != summary) { widget->setAccessibleDescription(summary); }
    }
}

QString noRunText(const run::History& history, const QString& text)
{
    const bool hasFailed = history.end() && history.end()->how == run::End::How::Failed;
    return hasFailed ? QCoreApplication::translate(
               "gridscope::ui",
               "The run failed before its first step. Change what its message names, then press Reset.")
                     : text;
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
