// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panel/describe.h"

#include <QCoreApplication>

#include <bit>

namespace gridscope::ui {

void describe(Panel& panel, QWidget& chart)
{
    const QString summary = panel.summary();
    for (QWidget* widget : {static_cast<QWidget*>(&panel), &chart}) {
        if (widget->accessibleName() != panel.title()) { widget->setAccessibleName(panel.title()); }
        if (widget->accessibleDescription() != summary) { widget->setAccessibleDescription(summary); }
    }
}

namespace {

bool isSame(const run::Step& a, const run::Step& b)
{
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); }; // NaN is itself here
    return a.index == b.index && bits(a.trainLoss) == bits(b.trainLoss) && bits(a.seconds) == bits(b.seconds)
           && a.masks == b.masks;
}

} // namespace

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
    const auto steps = history.steps();
    const run::SnapshotPtr first = history.snapshots().empty() ? nullptr : history.snapshots().front();
    const bool isOther = history.hasStarted() != hasStarted_ || (first_ && first != first_) || steps.size() < steps_
                         || (steps_ > 0 && !isSame(steps[steps_ - 1], last_));
    hasStarted_ = history.hasStarted();
    first_ = first;
    steps_ = steps.size();
    last_ = steps.empty() ? run::Step{} : steps.back();
    return isOther;
}

} // namespace gridscope::ui
